using System.IO.Compression;
using Postmobile.Api.Problems;
using Postmobile.Commerce;
using Postmobile.Identity;

namespace Postmobile.Api.Commerce;

/// <summary>Brings a file of products to its import: a CSV, or a ZIP with one CSV and the pictures that it names.</summary>
public sealed class CatalogueUpload(IGrainFactory grains)
{
    /// <summary>The largest file, in bytes.</summary>
    public const int FileMax = 96 * 1024 * 1024;

    private const int LinesAtOnce = 1_000;
    private const int EntriesMax = 5_000;
    private const int CsvMax = 96 * 1024 * 1024;
    private const int PictureMax = 8 * 1024 * 1024;
    private const int NameMax = 200;

    /// <summary>Uploads it under a name that the sender chose: the same name again answers with the first.</summary>
    /// <exception cref="RefusedRequestException">The file is none that could be read.</exception>
    public async Task<ImportOutcome> Send(ShopId shop, string key, string name, CustomerId by, Stream body, CancellationToken cancellation)
    {
        IImportGrain import = grains.GetGrain<IImportGrain>(Imports.Key(shop, key));
        ImportOutcome begun = await import.Begin(shop, name, by);
        if (begun.Refusal is not null || begun.Import!.Status is not ImportStatus.Uploading)
        {
            return begun;
        }

        // On disk, because a ZIP is read from its end, and its length is not to cost memory.
        await using var file = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await body.CopyToAsync(file, cancellation);
        file.Position = 0;
        byte[] mark = new byte[4];
        int read = await file.ReadAtLeastAsync(mark, 4, throwOnEndOfStream: false, cancellation);
        file.Position = 0;
        if (read == 4 && mark.AsSpan().StartsWith("PK\x03\x04"u8))
        {
            try
            {
                await SendZip(import, file, cancellation);
            }
            catch (InvalidDataException)
            {
                throw new RefusedRequestException("import_not_csv");
            }
        }
        else
        {
            await SendLines(import, file);
        }

        return new ImportOutcome(await import.Seal(), null);
    }

    private static async Task SendZip(IImportGrain import, FileStream file, CancellationToken cancellation)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        if (zip.Entries.Count > EntriesMax || zip.Entries.Where(entry => entry.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)).ToList() is not [{ } table])
        {
            throw new RefusedRequestException("import_not_csv");
        }

        // Pictures hardly get smaller in a ZIP; what unpacks to twice its largest size is none of ours.
        long left = 2L * FileMax;

        // Kept as they are: making them smaller is the import's work, not something to wait for with the connection open.
        foreach (ZipArchiveEntry entry in zip.Entries.Where(entry => entry != table && entry.Length is > 0 and <= PictureMax && entry.Name.Length is > 0 and <= NameMax))
        {
            byte[] picture = await Read(entry, PictureMax, cancellation);
            left -= picture.Length;
            if (left < 0)
            {
                throw new RefusedRequestException("body_too_large");
            }

            await import.AddPicture(entry.Name, picture);
        }

        using var lines = new MemoryStream(await Read(table, CsvMax, cancellation));
        await SendLines(import, lines);
    }

    // What an entry says of its own length is not believed.
    private static async Task<byte[]> Read(ZipArchiveEntry entry, int max, CancellationToken cancellation)
    {
        await using Stream content = entry.Open();
        using var bytes = new MemoryStream();
        byte[] some = new byte[64 * 1024];
        int count;
        while ((count = await content.ReadAsync(some, cancellation)) > 0)
        {
            if (bytes.Length + count > max)
            {
                throw new RefusedRequestException("body_too_large");
            }

            bytes.Write(some, 0, count);
        }

        return bytes.ToArray();
    }

    private static async Task SendLines(IImportGrain import, Stream file)
    {
        List<ImportLine> some = new(LinesAtOnce);
        bool any = false;
        await foreach (ImportLine line in new CatalogueReader(file).Read())
        {
            any = true;
            some.Add(line);
            if (some.Count == LinesAtOnce)
            {
                await import.Add(some);
                some = new(LinesAtOnce);
            }
        }

        if (!any)
        {
            throw new RefusedRequestException("import_no_lines");
        }

        if (some.Count > 0)
        {
            await import.Add(some);
        }
    }
}

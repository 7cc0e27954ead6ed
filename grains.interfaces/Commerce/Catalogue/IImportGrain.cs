using Orleans.Concurrency;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>
/// One file of products that is brought into a shop while it sells. Keyed by <see cref="Imports.Key"/>. What is done is kept line by line,
/// so that it goes on after a crash where it was.
/// </summary>
[Alias("commerce.import"), GrainInterfaceType("commerce.import")]
public interface IImportGrain : IGrainWithStringKey
{
    /// <summary>Begins it. Again changes nothing.</summary>
    /// <returns>The import; or unknown_shop, not_shop_staff, shop_state.</returns>
    [Alias("begin")]
    Task<ImportOutcome> Begin(ShopId shop, string file, CustomerId by);

    /// <summary>Adds lines of the file, before it is sealed. The same again changes nothing.</summary>
    [Alias("add")]
    Task<bool> Add(IReadOnlyList<ImportLine> lines);

    /// <summary>
    /// Adds a picture that lines may name, before it is sealed. It is kept as it is and made smaller when its line's turn has come;
    /// of two with one name, in whatever case, the first stays.
    /// </summary>
    /// <param name="name">Its file's name without folders, at most 200 characters.</param>
    /// <param name="file">At most 8 MB.</param>
    [Alias("add_picture")]
    Task<bool> AddPicture(string name, byte[] file);

    /// <summary>All lines are there: it starts. Again succeeds.</summary>
    [Alias("seal")]
    Task<CatalogueImport?> Seal();

    /// <summary>How far it is; null when there is none.</summary>
    [AlwaysInterleave, Alias("look")]
    Task<CatalogueImport?> Look();
}

/// <summary>Lists imports and their lines. Key 0.</summary>
[Alias("commerce.imports"), GrainInterfaceType("commerce.imports")]
public interface IImportsGrain : IGrainWithIntegerKey
{
    /// <summary>The imports of a shop, newest first.</summary>
    [Alias("of")]
    Task<IReadOnlyList<CatalogueImport>> Of(ShopId shop, int limit);

    /// <summary>Its lines after a number, in the order of the file.</summary>
    [Alias("lines")]
    Task<IReadOnlyList<ImportLineReport>> Lines(string import, int after, int limit, bool failedOnly);
}

/// <summary>Names of imports.</summary>
public static class Imports
{
    /// <summary>The most lines of a file.</summary>
    public const int LinesMax = 100_000;

    /// <summary>The key of a shop's import by the name that its sender gave it: the same for the same name.</summary>
    public static string Key(ShopId shop, string name) =>
        "im-" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(shop.Value + "\n" + name)).AsSpan(0, 16));

    /// <summary>Whether a text has the form of a key.</summary>
    public static bool IsKey(string? text) => text is { Length: 35 } && text.StartsWith("im-", StringComparison.Ordinal) && text.AsSpan(3).IndexOfAnyExcept("0123456789abcdef") < 0;
}

/// <summary>A line of the file, its cells by the columns' names.</summary>
[GenerateSerializer, Immutable, Alias("commerce.import-line")]
public sealed record ImportLine([property: Id(0)] int Number, [property: Id(1)] IReadOnlyDictionary<string, string> Cells);

/// <summary>How an import stands.</summary>
public enum ImportStatus
{
    /// <summary>Its lines are coming in.</summary>
    Uploading,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>Every line has its answer.</summary>
    Done,
}

/// <summary>What became of a line. The number is stored.</summary>
public enum ImportLineStatus : short
{
    /// <summary>Not looked at yet.</summary>
    Waiting = 0,

    /// <summary>A new product, or a new variant of one.</summary>
    Created = 1,

    /// <summary>Something of it has changed.</summary>
    Updated = 2,

    /// <summary>It says what is so already.</summary>
    Unchanged = 3,

    /// <summary>It was refused; the code says why.</summary>
    Failed = 4,
}

/// <summary>An import and its counts.</summary>
[GenerateSerializer, Immutable, Alias("commerce.import-view")]
public sealed record CatalogueImport
{
    /// <summary>Its key.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Whose.</summary>
    [Id(1)] public required ShopId Shop { get; init; }

    /// <summary>The file's name.</summary>
    [Id(2)] public required string File { get; init; }

    /// <summary>Who sent it.</summary>
    [Id(3)] public required CustomerId By { get; init; }

    /// <summary>How it stands.</summary>
    [Id(4)] public required ImportStatus Status { get; init; }

    /// <summary>Lines in all.</summary>
    [Id(5)] public required int Lines { get; init; }

    /// <summary>Lines that are new.</summary>
    [Id(6)] public required int Created { get; init; }

    /// <summary>Lines that changed something.</summary>
    [Id(7)] public required int Updated { get; init; }

    /// <summary>Lines that changed nothing.</summary>
    [Id(8)] public required int Unchanged { get; init; }

    /// <summary>Lines that were refused.</summary>
    [Id(9)] public required int Failed { get; init; }

    /// <summary>When it began.</summary>
    [Id(10)] public required DateTimeOffset At { get; init; }

    /// <summary>Lines that have their answer.</summary>
    public int Handled => Created + Updated + Unchanged + Failed;
}

/// <summary>What became of a line.</summary>
/// <param name="Number">The line of the file.</param>
/// <param name="Sku">Its code.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Code">Why it was refused; empty otherwise.</param>
/// <param name="Field">The column at fault, where one is.</param>
/// <param name="Product">The product; empty when there is none.</param>
[GenerateSerializer, Immutable, Alias("commerce.import-line-report")]
public sealed record ImportLineReport(
    [property: Id(0)] int Number, [property: Id(1)] string Sku, [property: Id(2)] ImportLineStatus Status, [property: Id(3)] string Code, [property: Id(4)] string Field, [property: Id(5)] string Product);

/// <summary>The import as it stands, or why there is none.</summary>
[GenerateSerializer, Immutable, Alias("commerce.import-outcome")]
public readonly record struct ImportOutcome([property: Id(0)] CatalogueImport? Import, [property: Id(1)] ProductRefusal? Refusal);

using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Postmobile.Silo.PostgreSql;

namespace Postmobile.Silo.Keys;

/// <summary>
/// The keys that never lie in PostgreSQL: one wraps what does (token signing, data protection), one is the pepper of the PINs.
/// From <c>Keys:Wrapping</c> and <c>Keys:Pepper</c> (base64, 32 bytes or more; the same on every machine); without them from
/// files of mode 0600 in <c>Keys:Folder</c>, by default beside the private database's folder, made at the first start.
/// </summary>
public sealed class OutsideKeys
{
    private const int KeyBytes = 32;

    private OutsideKeys(string folder, byte[] wrapping, byte[] pepper) => (Folder, Wrapping, Pepper) = (folder, wrapping, pepper);

    /// <summary>The folder of the key files; it may not exist when the configuration has the keys.</summary>
    public string Folder { get; }

    /// <summary>Wraps the secrets that lie in the database.</summary>
    public byte[] Wrapping { get; }

    /// <summary>The pepper of the PINs.</summary>
    public byte[] Pepper { get; }

    /// <summary>Reads or makes the keys.</summary>
    public static OutsideKeys Load(IConfiguration configuration)
    {
        string folder = FolderOf(configuration);
        return new OutsideKeys(
            folder,
            FromConfiguration(configuration, "Keys:Wrapping") ?? FromFile(folder, "wrapping.key"),
            FromConfiguration(configuration, "Keys:Pepper") ?? FromFile(folder, "pin-pepper.key"));
    }

    /// <summary>Writes a secret where only this user can read it.</summary>
    /// <returns>The file's path.</returns>
    public string WriteSecret(string name, string text)
    {
        CreateFolder(Folder);
        string path = Path.Combine(Folder, name);
        File.Delete(path);
        using FileStream file = CreateFile(path);
        file.Write(System.Text.Encoding.UTF8.GetBytes(text));
        return path;
    }

    private static string FolderOf(IConfiguration configuration)
    {
        if (configuration["Keys:Folder"] is { Length: > 0 } folder)
        {
            return Path.GetFullPath(folder);
        }

        var postgres = new PrivatePostgresOptions { DataDirectory = configuration["PostgreSql:DataDirectory"] };
        return postgres.ResolveDataDirectory().TrimEnd(Path.DirectorySeparatorChar) + ".keys";
    }

    private static byte[]? FromConfiguration(IConfiguration configuration, string name)
    {
        if (configuration[name] is not { Length: > 0 } text)
        {
            return null;
        }

        byte[] key = Convert.FromBase64String(text);
        return key.Length >= KeyBytes ? key : throw new InvalidOperationException($"{name} has {key.Length} bytes; it needs {KeyBytes} or more.");
    }

    // Several processes can start at once: each writes a file of its own, the first gives it the name, the others read that one.
    // So a file that bears the name is always whole.
    private static byte[] FromFile(string folder, string name)
    {
        CreateFolder(folder);
        string path = Path.Combine(folder, name), draft = Path.Combine(folder, $"{name}.{Guid.NewGuid():N}");
        if (File.Exists(path))
        {
            return Read(path);
        }

        try
        {
            byte[] fresh = RandomNumberGenerator.GetBytes(KeyBytes);
            using (FileStream file = CreateFile(draft))
            {
                file.Write(fresh);
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path);
            return fresh;
        }
        catch (IOException) when (File.Exists(path))
        {
            return Read(path);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] key = new byte[KeyBytes];
        return file.ReadAtLeast(key, KeyBytes, throwOnEndOfStream: false) == KeyBytes
            ? key
            : throw new InvalidOperationException($"The key file {path} is incomplete. If no database was ever used with it, remove it; else restore it.");
    }

    private static FileStream CreateFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}

namespace Postmobile.Bench;

/// <summary>A folder of a run's own for server and keys, which goes when it is over, however it ends.</summary>
internal sealed class BenchFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postmobile-bench-");

    public BenchFolder()
    {
        if (!OperatingSystem.IsWindows())
        {
            // The server runs as another user when we are root.
            _folder.UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        }
    }

    /// <summary>Where the server's data lies.</summary>
    public string Data => Path.Combine(_folder.FullName, "data");

    /// <summary>Where the front end's keys lie.</summary>
    public string Keys => Path.Combine(_folder.FullName, "keys");

    public void Dispose() => _folder.Delete(recursive: true);
}

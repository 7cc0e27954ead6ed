using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Postmobile.Silo.PostgreSql;

/// <summary>
/// What lies in a data folder beside the cluster: the lock that says a live host owns it, the password, the port and the
/// log. All of it stays, so that a host which was killed finds its data again at the same address.
/// </summary>
[SuppressMessage("Interoperability", "CA1416", Justification = "The constructor refuses Windows, which has no such file modes.")]
internal sealed class ServerFolder : IDisposable
{
    private const long LogLimitBytes = 16 << 20;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly FileStream _lock;

    public ServerFolder(string path, ServerAccount account)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PrivatePostgresException("The private PostgreSQL needs Linux or macOS; on Windows, name a server of yours in ConnectionStrings:Postmobile.");
        }

        Root = path;
        CreateFolders();
        _lock = TakeLock();
        account.Own(Root);
        Password = ReadOrMakePassword(account);
        Port = ReadOrChoosePort();
        RotateLog(account);
    }

    public string Root { get; }

    public string Cluster => Path.Combine(Root, "pg");

    public string ClusterInTheMaking => Path.Combine(Root, "pg.new");

    public string PasswordFile => Path.Combine(Root, "password");

    public string LogFile => Path.Combine(Root, "server.log");

    public string Password { get; }

    public int Port { get; }

    public bool HasCluster => File.Exists(Path.Combine(Cluster, "PG_VERSION"));

    /// <summary>The major version that made the cluster; null when there is none yet.</summary>
    public int? ClusterMajor => HasCluster
        ? int.Parse(File.ReadAllText(Path.Combine(Cluster, "PG_VERSION")).Trim(), CultureInfo.InvariantCulture)
        : null;

    /// <summary>The process id of a server that still runs on this cluster, or null; a stale <c>postmaster.pid</c> is none.</summary>
    public int? RunningServer() => RunningServer(Cluster);

    /// <summary>Port and password of the server that runs on this folder now, without becoming its owner; null when none runs.</summary>
    public static (int Port, string Password)? FindRunning(string root)
    {
        var (portFile, passwordFile) = (Path.Combine(root, "port"), Path.Combine(root, "password"));
        return RunningServer(Path.Combine(root, "pg")) is not null && File.Exists(portFile) && File.Exists(passwordFile)
            ? (int.Parse(File.ReadAllText(portFile).Trim(), CultureInfo.InvariantCulture), File.ReadAllText(passwordFile).Trim())
            : null;
    }

    private static int? RunningServer(string cluster)
    {
        var pidFile = Path.Combine(cluster, "postmaster.pid");
        if (!File.Exists(pidFile) || !int.TryParse(File.ReadLines(pidFile).FirstOrDefault(), CultureInfo.InvariantCulture, out var pid))
        {
            return null;
        }

        // The number may have gone to another program since the machine restarted: only a server on this folder counts.
        var commandLine = $"/proc/{pid}/cmdline";
        return File.Exists(commandLine) && File.ReadAllText(commandLine).Contains(cluster, StringComparison.Ordinal) ? pid : null;
    }

    public string LogTail() => File.Exists(LogFile) ? string.Join(Environment.NewLine, File.ReadLines(LogFile).TakeLast(12)) : "";

    /// <summary>No secret is in it, and the server's own account must read what the host wrote.</summary>
    public void WriteSettings(string lines) =>
        Write(Path.Combine(Cluster, "postmobile.conf"), lines, OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

    private static void Write(string path, string text, UnixFileMode mode)
    {
        using var writer = new StreamWriter(new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = mode,
        }));
        writer.Write(text);
    }

    public void Dispose() => _lock.Dispose();

    private void CreateFolders()
    {
        const UnixFileMode all = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (Path.GetDirectoryName(Root) is { Length: > 0 } parent)
        {
            Directory.CreateDirectory(parent);
        }

        if (!Directory.Exists(Root))
        {
            Directory.CreateDirectory(Root, all);
        }
    }

    /// <summary>The kernel frees the lock with the process, however it ends, so it never has to be cleaned up.</summary>
    private FileStream TakeLock()
    {
        var path = Path.Combine(Root, "host.lock");
        try
        {
            var stream = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = OwnerOnly,
            });
            return stream;
        }
        catch (IOException taken)
        {
            throw new PrivatePostgresException(
                $"The data folder {Root} is in use by another running host. Stop it, or name another folder in PostgreSql:DataDirectory.", taken);
        }
    }

    private string ReadOrMakePassword(ServerAccount account)
    {
        if (File.Exists(PasswordFile) && File.ReadAllText(PasswordFile).Trim() is { Length: > 0 } known)
        {
            return known;
        }

        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(24));
        Write(PasswordFile, password, OwnerOnly);
        account.Own(PasswordFile);
        return password;
    }

    private int ReadOrChoosePort()
    {
        var file = Path.Combine(Root, "port");
        if (File.Exists(file) && int.TryParse(File.ReadAllText(file).Trim(), CultureInfo.InvariantCulture, out var known)
            && (RunningServer() is not null || IsFree(known)))
        {
            return known;
        }

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        Write(file, port.ToString(CultureInfo.InvariantCulture), OwnerOnly);
        return port;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void RotateLog(ServerAccount account)
    {
        if (!File.Exists(LogFile))
        {
            Write(LogFile, "", OwnerOnly);
            account.Own(LogFile);
        }
        else if (new FileInfo(LogFile).Length > LogLimitBytes)
        {
            File.Move(LogFile, LogFile + ".1", overwrite: true);
            RotateLog(account);
        }
    }
}

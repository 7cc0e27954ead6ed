using Microsoft.Extensions.Logging;

namespace Postmobile.Silo.PostgreSql;

public sealed partial class PrivatePostgres
{
    [LoggerMessage(Level = LogLevel.Information, Message = "A new PostgreSQL database is being made in {Folder}.")]
    private partial void LogCreating(string folder);

    [LoggerMessage(Level = LogLevel.Information, Message = "PostgreSQL answers on 127.0.0.1:{Port} after {Milliseconds} ms (data in {Folder}, programs in {Binaries}).")]
    private partial void LogStarted(int port, string folder, string binaries, long milliseconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "PostgreSQL is not ready after {Seconds} s: {Reason}")]
    private partial void LogWaiting(int seconds, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A PostgreSQL server (process {ProcessId}) was left by a host that was killed; it is stopped before a new one starts on its data.")]
    private partial void LogOrphan(int processId);

    [LoggerMessage(Level = LogLevel.Error, Message = "The PostgreSQL server (process {ProcessId}) ended by itself with code {Code}; it is started again.")]
    private partial void LogDied(int processId, int code);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The PostgreSQL server runs again on 127.0.0.1:{Port}.")]
    private partial void LogRestarted(int port);

    [LoggerMessage(Level = LogLevel.Error, Message = "The PostgreSQL server could not be started again; the next try is in {Pause}.")]
    private partial void LogRestartFailed(Exception error, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Information, Message = "PostgreSQL is stopped (data in {Folder}).")]
    private partial void LogStopped(string folder);
}

namespace Postmobile.Silo.Hosting;

/// <summary>What a host does with its PostgreSQL when it starts; section <c>PostgreSql</c>.</summary>
public sealed class PostgresStartOptions
{
    /// <summary>Whether the host applies missing schema scripts itself. Switch it off where an operator runs <c>postmobile schema apply</c>.</summary>
    public bool ApplySchema { get; set; } = true;

    /// <summary>How long a start waits for a server that does not answer before it gives up. Zero waits for ever.</summary>
    public TimeSpan WaitAtMost { get; set; } = TimeSpan.Zero;
}

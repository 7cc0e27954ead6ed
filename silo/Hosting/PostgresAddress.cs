namespace Postmobile.Silo.Hosting;

/// <summary>Where this host's PostgreSQL is, with its password: <c>ConnectionStrings:Postmobile</c>, or the private server's.</summary>
/// <param name="ConnectionString">For whatever needs a connection of its own; ordinary work shares the one <see cref="Npgsql.NpgsqlDataSource"/>.</param>
/// <param name="IsPrivate">True when the host owns the server.</param>
public sealed record PostgresAddress(string ConnectionString, bool IsPrivate)
{
    /// <summary>Leaves the password out, so that it never reaches a log.</summary>
    public override string ToString() => $"{nameof(PostgresAddress)} {{ IsPrivate = {IsPrivate} }}";
}

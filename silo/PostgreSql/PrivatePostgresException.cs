namespace Postmobile.Silo.PostgreSql;

/// <summary>The private PostgreSQL cannot be had; the message says to an operator what to do about it.</summary>
public sealed class PrivatePostgresException(string message, Exception? inner = null) : Exception(message, inner);

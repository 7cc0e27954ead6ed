using System.Text.Json;

namespace Postmobile.Documents;

/// <summary>A message that a document owes to somebody. It is saved with the change that caused it and sent afterwards, at least once.</summary>
/// <param name="Id">Numbers the messages of this document from 1; never used twice.</param>
/// <param name="Kind">What it is, in the owner's words; <c>Deliver</c> switches on it.</param>
/// <param name="Body">What it says; read it with <see cref="Read{T}"/>.</param>
/// <param name="Attempts">How often it was tried in vain.</param>
/// <param name="NextAt">When it is tried again at the latest.</param>
/// <param name="LastError">Why the last try failed, for the people who look into the table.</param>
public sealed record OutboxItem(long Id, string Kind, JsonElement Body, int Attempts, DateTimeOffset NextAt, string? LastError = null)
{
    /// <summary>The body as what <c>Send</c> was given.</summary>
    public T Read<T>() => Body.Deserialize<T>(DocumentSerializer.Options)
        ?? throw new InvalidOperationException($"Message {Id} ({Kind}) has no body.");
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postmobile.Documents;

/// <summary>
/// What lies in <c>document.body</c>: the domain's state, and beside it what it still owes and when it wants to be woken.
/// SQL reads the state as <c>body -> 'state'</c>.
/// </summary>
/// <typeparam name="TState">The domain's state; a class or record that System.Text.Json can write and read.</typeparam>
public sealed class Document<TState> : IDocumentImage
    where TState : class, new()
{
    private ReadOnlyMemory<byte>? _image;

    /// <summary>The domain's state.</summary>
    public TState State { get; set; } = new();

    /// <summary>What is not confirmed yet, oldest first.</summary>
    public List<OutboxItem> Outbox { get; set; } = [];

    /// <summary>The last number given to a message.</summary>
    public long LastOutboxId { get; set; }

    /// <summary>When the document next needs attention, in milliseconds since 1970 UTC; the write copies it to <c>wake_at</c>.</summary>
    public long? WakeAt { get; set; }

    [JsonIgnore]
    ReadOnlyMemory<byte>? IDocumentImage.Image => _image;

    /// <summary>Fixes what the next write will carry; see <see cref="DocumentSerializer.Serialize{T}"/>.</summary>
    internal void TakeImage(DateTimeOffset? wakeAt)
    {
        WakeAt = wakeAt?.ToUnixTimeMilliseconds();
        _image = JsonSerializer.SerializeToUtf8Bytes(this, DocumentSerializer.Options);
    }

    internal void DropImage() => _image = null;
}

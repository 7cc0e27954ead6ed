using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.Storage;

namespace Postmobile.Documents;

/// <summary>
/// How grain state becomes <c>jsonb</c>: camel case, enums by name, no type names of ours, and no trust in the order of
/// properties, because PostgreSQL reorders them (a <c>$type</c> need not come first when it is read back).
/// </summary>
public sealed class DocumentSerializer : IGrainStorageSerializer
{
    /// <summary>The options that every document, outbox body and log entry is written and read with.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        AllowOutOfOrderMetadataProperties = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <inheritdoc />
    /// <remarks>
    /// A document brings its own image, taken in the grain's turn: the storage provider serializes later and on another
    /// thread, when a reentrant grain may already be changing the state again.
    /// </remarks>
    public BinaryData Serialize<T>(T? input) =>
        input is IDocumentImage { Image: { } image } ? new BinaryData(image) : new BinaryData(JsonSerializer.SerializeToUtf8Bytes(input, Options));

    /// <inheritdoc />
    public T Deserialize<T>(BinaryData input) => JsonSerializer.Deserialize<T>(input.ToMemory().Span, Options)!;
}

using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Postmobile.Documents;

/// <summary>Which document: the name of its state, which is its type and its partition, and its grain's key.</summary>
internal readonly partial record struct DocumentKey(string Type, string Id)
{
    /// <summary>The table of its type: <c>commerce.order</c> lies in <c>document_commerce_order</c>.</summary>
    public static string Table(string type) => "document_" + type.Replace('.', '_').Replace('-', '_');

    /// <summary>The key of a grain; false when only the provider behind can say what to think of it.</summary>
    public static bool TryFrom(string type, GrainId grain, [MaybeNullWhen(false)] out DocumentKey key)
    {
        bool text = !grain.TryGetIntegerKey(out _, out _) && !grain.TryGetGuidKey(out _, out _);
        string id = text ? grain.Key.ToString()! : "";
        key = new DocumentKey(type, id);
        return id.Length > 0 && !id.Contains('+', StringComparison.Ordinal) && TypeName().IsMatch(type);
    }

    /// <summary>A type becomes part of a statement, so nothing else may be in it.</summary>
    [GeneratedRegex("^[a-z0-9]+([.-][a-z0-9]+)*$")]
    private static partial Regex TypeName();
}

/// <summary>A document to be written over the version that was seen last; 0 when it is new.</summary>
internal sealed record DocumentWrite(DocumentKey Key, int Seen, ReadOnlyMemory<byte> Body);

/// <summary>A document as it was read; a cleared one has no body.</summary>
internal sealed record DocumentRow(int Version, byte[]? Body)
{
    /// <summary>That there is no such document.</summary>
    public static DocumentRow None { get; } = new(0, null);
}

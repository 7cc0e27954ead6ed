namespace Postmobile.Documents;

/// <summary>A state that was already serialized, in the turn that asked for the write.</summary>
internal interface IDocumentImage
{
    ReadOnlyMemory<byte>? Image { get; }
}

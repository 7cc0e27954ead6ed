namespace Postmobile.Documents;

/// <summary>A document whose time has come.</summary>
/// <param name="Type">The partition, which is also the grain's type.</param>
/// <param name="Id">The grain's key.</param>
/// <param name="WakeAt">The time it asked for, UTC.</param>
internal readonly record struct DueDocument(string Type, string Id, DateTime WakeAt);

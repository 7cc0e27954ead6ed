namespace Postmobile.Documents;

/// <summary>
/// A change could not be written, or nobody knows whether it was. The grain has forgotten it and reads its document again
/// before it answers the next call; the caller may repeat a call that is idempotent.
/// </summary>
/// <param name="message">Which document, and what PostgreSQL said.</param>
[GenerateSerializer]
[Alias("documents.not_saved")]
public sealed class DocumentNotSavedException(string message) : Exception(message);

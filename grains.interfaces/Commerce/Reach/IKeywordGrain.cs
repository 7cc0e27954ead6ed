namespace Postmobile.Commerce;

/// <summary>What an SMS that came in has done.</summary>
public enum KeywordFate
{
    /// <summary>No keyword, or nobody whom we know.</summary>
    Ignored,

    /// <summary>Messages have stopped, or there were none.</summary>
    Stopped,

    /// <summary>It names a shop that this person hears nothing from.</summary>
    UnknownShop,

    /// <summary>It had come before.</summary>
    Repeated,
}

/// <summary>
/// What one telephone writes to us. Keyed by its number's key (<see cref="Identity.PhoneNumber.Key"/>). Knows one word, STOP; nothing that
/// is written by SMS ever begins messages again.
/// </summary>
[Alias("commerce.keyword"), GrainInterfaceType("commerce.keyword")]
public interface IKeywordGrain : IGrainWithStringKey
{
    /// <summary>Takes an SMS. The same id again does nothing.</summary>
    /// <param name="id">The gateway's name and its own id of the message.</param>
    /// <param name="text">What was written.</param>
    [Alias("receive")]
    Task<KeywordFate> Receive(string id, string text);
}

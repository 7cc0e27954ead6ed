using Postmobile.Live;

namespace Postmobile.Api.Live;

/// <summary>A notice as the hub tells it.</summary>
/// <param name="Topic">Whose: <c>person:…</c>, or a queue or board that was followed.</param>
/// <param name="Kind">What happened, such as <c>request.received</c>.</param>
/// <param name="Subject">To what: an id to ask for.</param>
/// <param name="Data">Figures to show at once.</param>
/// <param name="At">When.</param>
public sealed record NoticeView(string Topic, string Kind, string Subject, IReadOnlyDictionary<string, string> Data, DateTimeOffset At)
{
    /// <summary>The outside's view of a notice.</summary>
    public static NoticeView Of(string topic, Notice notice) => new(topic, notice.Kind, notice.Subject, notice.Data, notice.At);
}

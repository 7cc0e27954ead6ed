using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Postmobile.Documents;

/// <summary>The meter <c>Postmobile.Documents</c>.</summary>
internal static class DocumentMetrics
{
    private static readonly Meter Meter = new("Postmobile.Documents");

    private static readonly Histogram<double> WriteDuration =
        Meter.CreateHistogram<double>("postmobile.documents.write.duration", "s", "How long the write of a document took.");

    private static readonly Histogram<int> GroupSize =
        Meter.CreateHistogram<int>("postmobile.documents.group.size", "{document}", "How many documents a commit carried.");

    private static readonly Counter<long> Messages =
        Meter.CreateCounter<long>("postmobile.documents.outbox", "{message}", "Tries to deliver a message of an outbox, by outcome.");

    private static readonly Counter<long> Wakes =
        Meter.CreateCounter<long>("postmobile.documents.wakes", "{call}", "Calls to documents whose time had come, by outcome.");

    public static void Written(long since) => WriteDuration.Record(Stopwatch.GetElapsedTime(since).TotalSeconds);

    public static void Grouped(int count) => GroupSize.Record(count);

    public static void Delivered() => Messages.Add(1, new KeyValuePair<string, object?>("outcome", "delivered"));

    public static void DeliveryFailed() => Messages.Add(1, new KeyValuePair<string, object?>("outcome", "failed"));

    public static void Woken(bool failed) => Wakes.Add(1, new KeyValuePair<string, object?>("outcome", failed ? "failed" : "woken"));
}

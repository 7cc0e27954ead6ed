using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Postmobile.Bench.Money;

/// <summary>One thread and its share of the connections. It sleeps in poll(2) and answers every connection that has something.</summary>
internal sealed class HttpWorker(HttpPlan plan, int number, int workers, long from, long until)
{
    private const short Readable = 1;
    private const int PatienceMs = 20_000;

    [StructLayout(LayoutKind.Sequential)]
    private struct Watched
    {
        public int Handle;
        public short Wanted;
        public short Happened;
    }

    /// <summary>Milliseconds of each request that was answered in the measured time.</summary>
    public List<double> Latencies { get; } = new(1 << 18);

    /// <summary>Requests that were answered, the warm-up's too.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Why it gave up.</summary>
    public string? Failure { get; private set; }

    public void Run()
    {
        List<HttpConnection> connections = [];
        try
        {
            for (int connection = number; connection < plan.Connections; connection += workers)
            {
                connections.Add(new HttpConnection(plan, connection));
            }

            Drive(connections);
        }
        catch (Exception failure)
        {
            Failure = failure.Message;
        }
        finally
        {
            connections.ForEach(connection => connection.Dispose());
        }
    }

    private void Drive(List<HttpConnection> connections)
    {
        Watched[] watched = [.. connections.Select(connection => new Watched { Handle = connection.Handle, Wanted = Readable })];
        connections.ForEach(connection => connection.Send());
        for (int open = connections.Count; open > 0;)
        {
            int ready = Poll(watched, (nuint)watched.Length, PatienceMs);
            if (ready == 0)
            {
                throw new InvalidOperationException($"No answer for {PatienceMs / 1000} s.");
            }

            for (int i = 0; i < watched.Length && ready > 0; i++)
            {
                if (watched[i].Happened == 0)
                {
                    continue;
                }

                ready--;
                if (connections[i].Receive() && !Next(connections[i]))
                {
                    // A handle below zero is passed over.
                    watched[i].Handle = -1;
                    open--;
                }
            }
        }
    }

    /// <summary>Notes an answer and asks again; false when the time is over.</summary>
    private bool Next(HttpConnection connection)
    {
        long now = Stopwatch.GetTimestamp();
        Acknowledged++;
        if (now >= from && now < until)
        {
            Latencies.Add(Stopwatch.GetElapsedTime(connection.SentAt, now).TotalMilliseconds);
        }

        if (now >= until)
        {
            return false;
        }

        connection.Send();
        return true;
    }

    [DllImport("libc", EntryPoint = "poll")]
    private static extern int Poll([In, Out] Watched[] watched, nuint count, int timeoutMs);
}

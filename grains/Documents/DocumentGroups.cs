using Npgsql;

namespace Postmobile.Documents;

/// <summary>
/// Where the reads and writes of all documents of a silo meet. Keys hash to lanes, and a lane has one group on its way:
/// so a product and its stock, which have one key and touch one row of the search, never wait for each other in two transactions,
/// and two groups of one silo never wait for each other in a circle.
/// </summary>
internal sealed class DocumentGroups
{
    private const int WriteLanes = 2, ReadLanes = 2, Most = 256;
    private const long MostBytes = 4 << 20;

    private readonly DocumentSql _sql;
    private readonly Lane<Waiting<DocumentWrite, bool>>[] _writes;
    private readonly Lane<Waiting<DocumentKey, DocumentRow?>>[] _reads;

    public DocumentGroups(NpgsqlDataSource database)
    {
        _sql = new DocumentSql(database);
        _writes = Lanes<DocumentWrite, bool>(WriteLanes, TakeWrites, CarryWrites);
        _reads = Lanes<DocumentKey, DocumentRow?>(ReadLanes, TakeReads, CarryReads);
    }

    /// <summary>A document as it lies there; <see cref="DocumentRow.None"/> when there is none, and null when only reading it alone will tell.</summary>
    /// <exception cref="NpgsqlException">PostgreSQL was not reached, or could not serve anybody.</exception>
    public Task<DocumentRow?> Read(DocumentKey key) => Enter(_reads, key, new Waiting<DocumentKey, DocumentRow?>(key));

    /// <summary>Whether it was written; false when it was surely not, and trying it alone will tell why.</summary>
    /// <exception cref="NpgsqlException">It was written or not; nobody knows.</exception>
    public Task<bool> Write(DocumentWrite write) => Enter(_writes, write.Key, new Waiting<DocumentWrite, bool>(write));

    private static Lane<Waiting<TAsked, TAnswer>>[] Lanes<TAsked, TAnswer>(
        int count, Func<List<Waiting<TAsked, TAnswer>>, int> take, Func<List<Waiting<TAsked, TAnswer>>, Task> carry) =>
        [.. Enumerable.Range(0, count).Select(_ => new Lane<Waiting<TAsked, TAnswer>>(take, carry, (one, failure) => one.Answer.TrySetException(failure)))];

    private static Task<TAnswer> Enter<TAsked, TAnswer>(Lane<Waiting<TAsked, TAnswer>>[] lanes, DocumentKey key, Waiting<TAsked, TAnswer> waiting)
    {
        lanes[(uint)string.GetHashCode(key.Id, StringComparison.Ordinal) % (uint)lanes.Length].Enter(waiting);
        return waiting.Answer.Task;
    }

    /// <summary>As many as fit. One document twice, by an activation that is going and the next one, takes two groups.</summary>
    private static int TakeWrites(List<Waiting<DocumentWrite, bool>> queue)
    {
        HashSet<DocumentKey> seen = [];
        long bytes = 0;
        int count = 0;
        while (count < queue.Count && count < Most && seen.Add(queue[count].Asked.Key) && (bytes += queue[count].Asked.Body.Length) <= MostBytes)
        {
            count++;
        }

        return Math.Max(count, 1);
    }

    private static int TakeReads(List<Waiting<DocumentKey, DocumentRow?>> queue) => Math.Min(queue.Count, Most);

    private async Task CarryWrites(List<Waiting<DocumentWrite, bool>> group)
    {
        try
        {
            DocumentMetrics.Grouped(group.Count);
            HashSet<DocumentKey> written = await _sql.Write(group.ConvertAll(one => one.Asked));
            group.ForEach(one => one.Answer.TrySetResult(written.Contains(one.Asked.Key)));
        }
        catch (PostgresException)
        {
            // One of them was refused and so none is written; should it be otherwise, their versions will tell.
            group.ForEach(one => one.Answer.TrySetResult(false));
        }
    }

    private async Task CarryReads(List<Waiting<DocumentKey, DocumentRow?>> group)
    {
        try
        {
            Dictionary<DocumentKey, DocumentRow> found = await _sql.Read([.. group.Select(one => one.Asked).Distinct()]);
            group.ForEach(one => one.Answer.TrySetResult(found.GetValueOrDefault(one.Asked, DocumentRow.None)));
        }
        catch (Exception failure) when (failure is not NpgsqlException || failure is PostgresException { IsTransient: false })
        {
            // Neither the connection nor the server: it may be one of them, and the others are not to suffer for it.
            group.ForEach(one => one.Answer.TrySetResult(null));
        }
    }

    private sealed record Waiting<TAsked, TAnswer>(TAsked Asked)
    {
        public TaskCompletionSource<TAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

using System.Diagnostics;
using Npgsql;

namespace Postmobile.Bench.Search;

/// <summary>Orders that come in, as rows see them: stocks that move, some to nothing and back, and shops that change prices. By the function that the grains' storage uses.</summary>
internal sealed class SearchWriting : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _work = [];
    private long _written;
    private long _since = Stopwatch.GetTimestamp();

    public static SearchWriting Start(NpgsqlDataSource database, int products, int stocksPerSecond, int productsPerSecond)
    {
        var writing = new SearchWriting();
        writing._work.Add(writing.Run(database, products, stocksPerSecond,
            "select document_write(type, id, version, convert_to(jsonb_set(body, '{state,left}', to_jsonb((coalesce((body #>> '{state,left}')::int, 0) + 1) % 8))::text, 'UTF8')) from document where type = 'commerce.stock' and id = $1"));
        writing._work.Add(writing.Run(database, products, productsPerSecond,
            "select document_write(type, id, version, convert_to(jsonb_set(body, '{state,priceFrom}', to_jsonb((body #>> '{state,priceFrom}')::bigint + 50))::text, 'UTF8')) from document where type = 'commerce.product' and id = $1"));
        return writing;
    }

    /// <summary>Writes a second since this was last asked.</summary>
    public double TakePerSecond()
    {
        double rate = Interlocked.Exchange(ref _written, 0) / Stopwatch.GetElapsedTime(_since).TotalSeconds;
        _since = Stopwatch.GetTimestamp();
        return rate;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_work);
        _stop.Dispose();
    }

    private Task Run(NpgsqlDataSource database, int products, int perSecond, string sql) => Task.Run(async () =>
    {
        var draw = new Random(perSecond);
        long began = Stopwatch.GetTimestamp();
        for (long done = 0; !_stop.IsCancellationRequested; done++)
        {
            double ahead = (done / (double)perSecond) - Stopwatch.GetElapsedTime(began).TotalSeconds;
            if (ahead > 0)
            {
                await Task.Delay(TimeSpan.FromSeconds(ahead), _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

#pragma warning disable CA2100 // The constants above.
            await using NpgsqlCommand command = database.CreateCommand(sql);
#pragma warning restore CA2100
            command.Parameters.Add(new() { Value = "p-" + (1001 + draw.Next(products)) });
            await command.ExecuteNonQueryAsync();
            Interlocked.Increment(ref _written);
        }
    });
}

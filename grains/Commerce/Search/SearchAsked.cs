using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Postmobile.Commerce;

/// <summary>
/// What people look for and find. Only searches all of whose words are words of products are kept, so nothing personal that somebody
/// typed into the wrong box is ever shown to another; and only what several asked for is offered. Counted in memory, written now and
/// then: a crash forgets some seconds of it.
/// </summary>
internal sealed partial class SearchAsked(SearchDatabase database, SearchWords words, TimeProvider time, ILogger<SearchAsked> log) : BackgroundService
{
    private const int PendingMax = 2000;
    private const float OfferedFrom = 3;

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private Dictionary<string, int> _pending = new(StringComparer.Ordinal);
    private volatile IReadOnlyList<string> _popular = [];

    /// <summary>What is looked for most, most first.</summary>
    public IReadOnlyList<string> Popular => _popular;

    /// <summary>Somebody looked for this and found something.</summary>
    public void Add(IReadOnlyList<string> plain)
    {
        if (plain.Count is 0 or > 4 || !plain.All(word => word.Length > 1 && words.Knows(word)))
        {
            return;
        }

        string text = string.Join(' ', plain);
        lock (_gate)
        {
            if (_pending.Count < PendingMax || _pending.ContainsKey(text))
            {
                _pending[text] = _pending.GetValueOrDefault(text) + 1;
            }
        }
    }

    /// <summary>Writes what was counted and reads what is popular.</summary>
    public async Task Settle()
    {
        Dictionary<string, int> counted;
        lock (_gate)
        {
            (counted, _pending) = (_pending, new Dictionary<string, int>(StringComparer.Ordinal));
        }

        if (counted.Count > 0)
        {
            await database.Ask(counted);
        }

        _popular = await database.Asked(OfferedFrom);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(s_pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await Settle();
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogNotSettled(log, failure);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What people look for could not be written; some of it is forgotten.")]
    private static partial void LogNotSettled(ILogger logger, Exception failure);
}

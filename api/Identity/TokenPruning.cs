using OpenIddict.Abstractions;

namespace Postmobile.Api.Identity;

/// <summary>Forgets tokens that have expired, once an hour; a front end that comes second finds nothing to do.</summary>
internal sealed partial class TokenPruning(IServiceScopeFactory scopes, TimeProvider time, ILogger<TokenPruning> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    // As long as a refresh token could come a second time and must be recognised.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(31);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using AsyncServiceScope scope = scopes.CreateAsyncScope();
                DateTimeOffset before = time.GetUtcNow() - Kept;
                long tokens = await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(before, stoppingToken);
                await scope.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>().PruneAsync(before, stoppingToken);
                LogPruned(tokens);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailed(failure);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Count} expired tokens were forgotten.")]
    private partial void LogPruned(long count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Expired tokens could not be forgotten; it is tried again in an hour.")]
    private partial void LogFailed(Exception failure);
}

using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Live;
using Postmobile.Money;

namespace Postmobile.Api.Live;

/// <summary>
/// Live events of the caller's own accounts and affairs, without asking; and of the queues and boards of the caller's roles,
/// which a page names.
/// </summary>
[Authorize(Policies.SignedIn)]
public sealed class LiveHub(LiveWatch watch) : Hub<ILiveClient>
{
    private const int TopicMax = 80;

    /// <inheritdoc />
    public override async Task OnConnectedAsync()
    {
        foreach (AccountId account in Context.User!.Accounts())
        {
            await Join(LiveWatch.Group(account));
        }

        if (Context.User!.HasClaim(claim => claim.Type == ClaimNames.Wallet))
        {
            await Join(Topics.Of(Context.User!.Customer()));
        }

        await Clients.Caller.Watching();
    }

    /// <summary>Follows a queue or board of one of the caller's roles (<see cref="Topics.For"/>), or a product's remaining count, which anybody may see.</summary>
    /// <returns>Whether the caller may.</returns>
    public async Task<bool> Follow(string topic)
    {
        int colon = topic.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || topic.Length > TopicMax || !(IsOfEverybody(topic) || Context.User!.HasClaim(ClaimNames.Role, topic[..colon])))
        {
            return false;
        }

        await Join(topic);
        return true;
    }

    /// <inheritdoc />
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        watch.Remove(Context);
        return Task.CompletedTask;
    }

    private static bool IsOfEverybody(string topic) =>
        topic.StartsWith("product:", StringComparison.Ordinal) && Postmobile.Commerce.ProductId.TryParse(topic["product:".Length..], out _);

    private async Task Join(string group)
    {
        await Groups.AddToGroupAsync(Context.ConnectionId, group, Context.ConnectionAborted);
        await watch.Follow(Context, group);
    }
}

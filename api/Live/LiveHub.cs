using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Money;

namespace Postmobile.Api.Live;

/// <summary>Live events of the caller's own accounts: a connection says nothing but who it is, and is told.</summary>
[Authorize(Policies.SignedIn)]
public sealed class LiveHub(LiveWatch watch) : Hub<ILiveClient>
{
    /// <inheritdoc />
    public override async Task OnConnectedAsync()
    {
        foreach (AccountId account in Context.User!.Accounts())
        {
            await Groups.AddToGroupAsync(Context.ConnectionId, LiveWatch.Group(account), Context.ConnectionAborted);
        }

        await watch.Add(Context);
        await Clients.Caller.Watching();
    }

    /// <inheritdoc />
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        watch.Remove(Context);
        return Task.CompletedTask;
    }
}

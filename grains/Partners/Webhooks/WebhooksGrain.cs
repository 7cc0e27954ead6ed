using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Partners;

/// <summary>What lies in an owner's document.</summary>
public sealed record WebhooksState
{
    /// <summary>The endpoints' ids, oldest first.</summary>
    public IReadOnlyList<string> Endpoints { get; init; } = [];
}

/// <summary>An owner's endpoints. Telling writes nothing here: each endpoint keeps what it is told.</summary>
[GrainType("partners.webhooks")]
internal sealed class WebhooksGrain([PersistentState("partners.webhooks")] IPersistentState<Document<WebhooksState>> document)
    : DurableGrain<WebhooksState>(document), IWebhooksGrain
{
    public async Task<WebhookOutcome> Add(WebhookWish wish, CustomerId by)
    {
        if (State.Endpoints.Count >= WebhookRules.PerOwner)
        {
            return WebhookRefusal.Limit;
        }

        WebhookId id = WebhookId.New(Clock);
        WebhookOutcome outcome = await Endpoint(id.Value).Create(this.GetPrimaryKeyString(), wish, by);
        if (outcome.Webhook is not null)
        {
            State = State with { Endpoints = [.. State.Endpoints, id.Value] };
            await Save();
        }

        return outcome;
    }

    public async Task<IReadOnlyList<Webhook>> List() =>
        [.. (await Task.WhenAll(State.Endpoints.Select(id => Endpoint(id).Look()))).OfType<Webhook>()];

    public async Task<WebhookRefusal?> Remove(WebhookId id)
    {
        if (!State.Endpoints.Contains(id.Value))
        {
            return WebhookRefusal.Unknown;
        }

        await Endpoint(id.Value).Delete();
        State = State with { Endpoints = [.. State.Endpoints.Where(other => other != id.Value)] };
        await Save();
        return null;
    }

    public Task Publish(WebhookEvent happened) => Task.WhenAll(State.Endpoints.Select(id => Endpoint(id).Tell(happened)));

    private IWebhookGrain Endpoint(string id) => GrainFactory.GetGrain<IWebhookGrain>(id);
}

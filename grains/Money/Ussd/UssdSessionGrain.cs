using System.Globalization;
using Microsoft.Extensions.Logging;
using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <inheritdoc cref="IUssdSessionGrain"/>
[GrainType("money.ussd-session")]
internal sealed partial class UssdSessionGrain(
    [PersistentState("money.ussd-session")] IPersistentState<Document<UssdState>> document, UssdParts parts, ILogger<UssdSessionGrain> logger)
    : DurableGrain<UssdState>(document), IUssdSessionGrain
{
    /// <summary>How long a dialogue that was cut off can go on; then it is forgotten.</summary>
    internal static readonly TimeSpan ResumeWithin = TimeSpan.FromMinutes(5);

    // A gateway that repeats everything would otherwise have us read without end.
    private const int StepsMax = 100;

    // PINs that wait for what belongs to them: in memory, and only within the session in which they were typed.
    private Pin? oldPin;
    private Pin? newPin;
    private bool unsaved;

    protected override DateTimeOffset? NextWake =>
        State.Session.Length == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(State.TouchedAtMs) + ResumeWithin;

    private PhoneNumber Phone => UssdKey.Phone(this.GetPrimaryKeyString());

    private UssdPlace Place => new(State.Node, State.Draft, State.Language);

    public async Task<UssdReply> Answer(UssdCall call)
    {
        if (State.Session != call.Session || Reopens(call))
        {
            await Begin(call);
        }
        else if (Repeats(call))
        {
            return new UssdReply(State.Reply, State.Ended);
        }

        foreach (string input in call.Inputs.Skip(call.Cumulative ? State.Step : 0).ToList())
        {
            if (State.Ended || State.Step >= StepsMax)
            {
                break;
            }

            if (await Advance(input) is { } uncertain)
            {
                return uncertain;
            }
        }

        State.Request = call.Request;
        await Save();
        unsaved = false;
        return new UssdReply(State.Reply, State.Ended);
    }

    protected override Task OnWake(DateTimeOffset now)
    {
        State = new UssdState();
        ForgetPins();
        return Task.CompletedTask;
    }

    // The same request again, whose answer was lost on the way.
    private bool Repeats(UssdCall call) =>
        State.Ended || (call.Cumulative ? call.Inputs.Count <= State.Step : call.Request is not null && call.Request == State.Request);

    // A gateway that opens a session under a number that is over: the number is used again.
    private bool Reopens(UssdCall call) => State.Ended && call.Inputs.Count == 0 && (call.Request is null || call.Request != State.Request);

    private async Task Begin(UssdCall call)
    {
        long now = Clock.GetUtcNow().ToUnixTimeMilliseconds();
        PhoneOwner? owner = await GrainFactory.GetGrain<IPhoneGrain>(Phone.Key).Owner();
        CustomerView? customer = owner is null ? null : await GrainFactory.GetGrain<ICustomerGrain>(owner.Customer.Value).Look();
        ForgetPins();
        UssdState before = State;
        bool resumes = call.Inputs.Count == 0 && !before.Ended && before.Session.Length > 0 && before.Customer == (customer?.Id.Value ?? "")
            && now - before.TouchedAtMs < ResumeWithin.TotalMilliseconds;
        State = new UssdState
        {
            Session = call.Session,
            StartedAtMs = now,
            Customer = customer?.Id.Value ?? "",
            Wallet = customer?.Wallet.Value ?? 0,
            Registration = resumes ? before.Registration : null,
        };
        string language = customer?.Language ?? (resumes ? before.Language : "fr");
        UssdPlace place = resumes
            ? UssdMenu.Resume(new UssdPlace(before.Node, before.Draft, language))
            : new UssdPlace(customer is null ? UssdNode.Welcome : UssdNode.Main, new UssdDraft(), language);
        Settle(customer?.Blocked == true ? place.End(UssdTexts.Blocked) : place);
    }

    // Takes one input. What is answered without being remembered is returned: a payment of unknown fate, to be asked again.
    private async Task<UssdReply?> Advance(string input)
    {
        (UssdPlace place, UssdEffect effect) = UssdMenu.Take(Place, input, parts.Features);
        if (unsaved && Moves(effect))
        {
            // What names the payment must be durable before the payment.
            await Save();
            unsaved = false;
        }

        UssdPlace next = await Run(effect, place, input.Trim());
        if (next.Uncertain)
        {
            LogUncertain(effect);
            return new UssdReply(UssdTexts.Uncertain.Say(State.Language), Ends: true);
        }

        State.Step++;
        Settle(next);
        return null;
    }

    private void Settle(UssdPlace place)
    {
        UssdReply reply = UssdMenu.Show(place, parts.Features);
        (State.Node, State.Draft, State.Language) = (place.Node, place.Draft, place.Language);
        (State.Reply, State.Ended) = (UssdScreen.Cut(reply.Text), reply.Ends);
        State.TouchedAtMs = Clock.GetUtcNow().ToUnixTimeMilliseconds();
        unsaved = true;
        if (reply.Ends)
        {
            ForgetPins();
        }
    }

    private void ForgetPins() => (oldPin, newPin) = (null, null);

    private static bool Moves(UssdEffect effect) => effect is UssdEffect.Pay or UssdEffect.CashOut or UssdEffect.Register;

    // Not an idempotency key that a program could send, and of this session alone, though gateways count from the beginning again.
    private string PaymentKey() => string.Create(CultureInfo.InvariantCulture, $"§ussd-{State.Session}-{State.StartedAtMs}-{State.Step}");

    [LoggerMessage(Level = LogLevel.Warning, Message = "A dialogue does not know what became of {Effect}; its telephone is asked to dial again.")]
    private partial void LogUncertain(UssdEffect effect);
}

namespace Postmobile.Identity;

internal sealed partial class RegistrationGrain
{
    public async Task<ConfirmationOutcome> Vouched(RegistrationRequest request)
    {
        if (State.Customer.Length > 0)
        {
            return await Complete();
        }

        if (Check(request) is { } refusal)
        {
            return refusal;
        }

        // As when a code was right: the customer's id is durable before the customer is created.
        string hash = await pins.Hash(request.Pin);
        State.BegunAt ??= Now;
        State.Phone = request.Phone.E164;
        State.Name = CustomerRules.CleanName(request.Name)!;
        State.Language = request.Language;
        State.PinHash = hash;
        State.Customer = CustomerId.New(Clock).Value;
        State.ResumeAt = Now + CustomerRules.LedgerRetry;
        await Save();
        return await Complete();
    }
}

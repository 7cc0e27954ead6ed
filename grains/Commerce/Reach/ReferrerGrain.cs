using System.Globalization;
using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <inheritdoc cref="IReferrerGrain"/>
[GrainType("commerce.referrer")]
internal sealed class ReferrerGrain([PersistentState("commerce.referrer")] IPersistentState<Document<ReferrerState>> document, IdentityKeys keys)
    : DurableGrain<ReferrerState>(document), IReferrerGrain
{
    public async Task<string> Code()
    {
        var person = new CustomerId(this.GetPrimaryKeyString()["referrer-".Length..]);
        for (int attempt = 0; State.Code.Length == 0; attempt++)
        {
            // The same codes in the same order at each attempt: killed in between, the person gets the one that was taken for them.
            string code = Write(keys.Digest("referral-code", $"{person}-{attempt}"));
            if (await GrainFactory.GetGrain<IReferralCodeGrain>(Referrals.CodeKey(code)).Take(person))
            {
                State = State with { Code = code };
                await Save();
            }
        }

        return State.Code;
    }

    private static string Write(string digest)
    {
        UInt128 number = UInt128.Parse(digest.AsSpan(0, 30), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        char[] code = new char[Referrals.CodeLength];
        for (int i = 0; i < code.Length; i++)
        {
            (number, UInt128 letter) = UInt128.DivRem(number, (UInt128)Referrals.Letters.Length);
            code[i] = Referrals.Letters[(int)letter];
        }

        return new string(code);
    }
}

/// <inheritdoc cref="IReferralCodeGrain"/>
[GrainType("commerce.referral-code")]
internal sealed class ReferralCodeGrain([PersistentState("commerce.referral-code")] IPersistentState<Document<ReferralCodeState>> document)
    : DurableGrain<ReferralCodeState>(document), IReferralCodeGrain
{
    public async Task<bool> Take(CustomerId person)
    {
        if (State.Owner.Length == 0)
        {
            State = State with { Owner = person.Value };
            await Save();
        }

        return State.Owner == person.Value;
    }

    public Task<CustomerId?> Owner() => Task.FromResult(State.Owner.Length == 0 ? (CustomerId?)null : new CustomerId(State.Owner));
}

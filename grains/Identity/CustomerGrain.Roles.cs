namespace Postmobile.Identity;

internal sealed partial class CustomerGrain
{
    public async Task<IdentityRefusal?> Grant(Role role, CustomerId byOperator)
    {
        if (State.CreatedAt is null || byOperator.Value == Key)
        {
            return State.CreatedAt is null ? IdentityRefusalCode.UnknownCustomer : IdentityRefusalCode.NotAllowed;
        }

        if (CustomerRules.IsGrave(role) && !(State.Proposal is { } proposal && proposal.Role == role && proposal.ProposedBy != byOperator.Value))
        {
            State.Proposal = new RoleProposal(role, byOperator.Value);
            Record(byOperator.Value, "role.propose", role.ToString());
            await Save();
            return IdentityRefusalCode.SecondOperatorNeeded;
        }

        State.Proposal = null;
        AddRole(role);
        Record(byOperator.Value, "role.grant", role.ToString());
        await Save();
        LogGranted(Key, role, byOperator);
        return await SettleLedger();
    }

    public async Task<IdentityRefusal?> Revoke(Role role, CustomerId byOperator)
    {
        if (State.CreatedAt is null || byOperator.Value == Key || role == Role.Customer)
        {
            return State.CreatedAt is null ? IdentityRefusalCode.UnknownCustomer : IdentityRefusalCode.NotAllowed;
        }

        if (State.Roles.Remove(role))
        {
            CustomerRules.EndSessions(State, Now);
            Record(byOperator.Value, "role.revoke", role.ToString());
            await Save();
            LogRevoked(Key, role, byOperator);
        }

        return null;
    }

    private void AddRole(Role role)
    {
        if (!State.Roles.Contains(role))
        {
            State.Roles.Add(role);
        }

        if (role is Role.Agent or Role.Merchant)
        {
            CustomerRules.Owe(State, LedgerDebts.Open, Now);
        }
    }
}

namespace Postmobile.Money;

/// <summary>References to account grains, made quickly: the names of grain and interface are resolved once and not at every call.</summary>
public static class AccountReferences
{
    private sealed record Names(GrainType Grain, GrainInterfaceType Interface);

    private static Names? s_names;

    /// <summary>The grain of an account.</summary>
    public static IAccountGrain Account(this IGrainFactory grains, AccountId account)
    {
        if (s_names is not { } names)
        {
            IAccountGrain first = grains.GetGrain<IAccountGrain>(account.Value);
            var reference = (GrainReference)(object)first;
            s_names = new Names(reference.GrainId.Type, reference.InterfaceType);
            return first;
        }

        return (IAccountGrain)grains.GetGrain(GrainId.Create(names.Grain, GrainIdKeyExtensions.CreateIntegerKey(account.Value)), names.Interface);
    }
}

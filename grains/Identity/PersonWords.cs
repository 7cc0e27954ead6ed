namespace Postmobile.Identity;

/// <summary>Sends a person an SMS, whether they have an account or buy without one.</summary>
internal static class PersonWords
{
    /// <summary>In their language, once per key.</summary>
    public static Task Text(this IGrainFactory grains, CustomerId person, string key, Words words) =>
        person.IsGuest ? grains.GetGrain<IGuestGrain>(person.Value).Tell(key, words) : grains.GetGrain<ICustomerGrain>(person.Value).Tell(key, words);
}

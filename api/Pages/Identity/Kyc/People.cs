using Postmobile.Identity;

namespace Postmobile.Api.Pages.Identity;

/// <summary>Names for ids, where the post's people read what others of them did.</summary>
internal static class People
{
    /// <summary>A person's name, or the id of one who is nobody any more.</summary>
    public static async Task<string> NameOf(this IGrainFactory grains, string id) =>
        CustomerId.TryParse(id, out CustomerId customer) && await grains.GetGrain<ICustomerGrain>(customer.Value).Look() is { } person ? person.Name : id;

    /// <summary>The names of several.</summary>
    public static async Task<Dictionary<string, string>> NamesOf(this IGrainFactory grains, IEnumerable<string?> ids)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string id in ids.OfType<string>().Distinct())
        {
            names[id] = await grains.NameOf(id);
        }

        return names;
    }
}

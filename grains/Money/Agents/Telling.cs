using Postmobile.Identity;
using Postmobile.Live;

namespace Postmobile.Money;

/// <summary>Tells a person of their own affairs.</summary>
internal static class Telling
{
    /// <summary>By a live notice, which may be lost, and by SMS, which must be taken.</summary>
    public static async Task TellPerson(this IGrainFactory grains, TellOrder order, string key, TimeProvider time)
    {
        var notice = new Notice { Kind = order.Kind, Subject = order.Subject, At = time.GetUtcNow() };
        grains.Topic(Topics.Of(new CustomerId(order.Person))).Tell(notice).Ignore();
        if (order.Words is { } words)
        {
            await grains.Text(new CustomerId(order.Person), key, words);
        }
    }
}

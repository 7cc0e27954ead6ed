using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Problems;
using Postmobile.Identity;

namespace Postmobile.Api.Identity;

/// <summary>Finds the customer that an agent or an operator names by number, or by customer id when the number is gone.</summary>
public sealed class Customers(IGrainFactory grains)
{
    /// <summary>The customer's grain, or null when nobody has that number or id.</summary>
    public async Task<ICustomerGrain?> Find(string phoneOrId)
    {
        if (CustomerId.TryParse(phoneOrId, out CustomerId id))
        {
            ICustomerGrain customer = grains.GetGrain<ICustomerGrain>(id.Value);
            return await customer.Look() is null ? null : customer;
        }

        return PhoneNumber.TryParse(phoneOrId, out PhoneNumber phone) && await grains.GetGrain<IPhoneGrain>(phone.Key).Owner() is { } owner
            ? grains.GetGrain<ICustomerGrain>(owner.Customer.Value)
            : null;
    }

    internal async Task<Results<NoContent, ProblemResult>> With(string phoneOrId, Func<ICustomerGrain, Task<IdentityRefusal?>> act, TimeProvider time) =>
        await Find(phoneOrId) is { } customer
            ? PinEndpoints.Answer(await act(customer), time)
            : new IdentityRefusal(IdentityRefusalCode.UnknownCustomer).ToProblem(time);
}

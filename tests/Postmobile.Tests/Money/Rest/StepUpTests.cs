using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Postmobile.Api.Money;
using Xunit;

namespace Postmobile.Tests.Money.Rest;

/// <summary>Large payments need the person themselves, not only their telephone.</summary>
public sealed class StepUpTests
{
    [Fact]
    public async Task A_large_payment_needs_a_proof_and_its_retry_does_not()
    {
        var stepUp = new Switch { Proven = true };
        ApiHost host = await ApiHost.StartAsync(configure: builder => builder.Services.AddSingleton<IStepUp>(stepUp));
        Person payer = await Person.JoinAsync(host, 1_000_000), payee = await Person.JoinAsync(host);
        Assert.Equal(HttpStatusCode.Created, (await payer.PayAsync(payee.Phone, 250_000, "large")).StatusCode);

        stepUp.Proven = false;
        await (await payer.PayAsync(payee.Phone, 250_000)).DemandProblemAsync(403, "step_up_required");
        Assert.Equal(HttpStatusCode.Created, (await payer.PayAsync(payee.Phone, 199_999)).StatusCode);
        using HttpResponseMessage retry = await payer.PayAsync(payee.Phone, 250_000, "large");
        Assert.Equal("true", Assert.Single(retry.Headers.GetValues("Idempotent-Replayed")));
        Assert.Equal(449_999, await payee.BalanceAsync());
        await host.DisposeAsync();
    }

    private sealed class Switch : IStepUp
    {
        public bool Proven { get; set; }

        public bool IsProven(HttpContext http) => Proven;
    }
}

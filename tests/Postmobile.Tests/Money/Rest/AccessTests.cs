using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Postmobile.Identity;
using Xunit;

namespace Postmobile.Tests.Money.Rest;

/// <summary>Who may ask what: a table of every endpoint of the API. One that is not in it fails.</summary>
[Collection(ApiHost.Collection)]
public sealed partial class AccessTests(ApiHost host)
{
    private static readonly Role[] Everybody = Enum.GetValues<Role>();

    // No token is needed, because whoever asks cannot have one yet, or any more.
    private static readonly Role[] Anyone = [.. Everybody];

    // After these the token is worth nothing.
    private static readonly HashSet<string> EndSessions = ["POST /api/v1/account/close", "POST /api/v1/wallet/block-mine", "POST /api/v1/sign-out-everywhere"];

    private static readonly Dictionary<string, Role[]> Table = new()
    {
        ["GET /api/v1/wallet"] = Everybody,
        ["GET /api/v1/cart"] = Anyone,
        ["POST /api/v1/cart/items"] = Anyone,
        ["PUT /api/v1/cart/items"] = Anyone,
        ["POST /api/v1/cart/coupons"] = Anyone,
        ["DELETE /api/v1/cart/coupons/{code}"] = Anyone,
        ["POST /api/v1/cart/orders/{order}"] = Everybody,
        ["GET /api/v1/products/{product}/stock"] = Anyone,
        ["POST /api/v1/products/{product}/stock"] = Everybody,
        ["POST /api/v1/checkouts"] = Everybody,
        ["GET /api/v1/checkouts/{id}"] = Everybody,
        ["GET /api/v1/checkouts/{id}/prices"] = Everybody,
        ["PUT /api/v1/checkouts/{id}/delivery"] = Everybody,
        ["POST /api/v1/checkouts/{id}/pay"] = Everybody,
        ["DELETE /api/v1/checkouts/{id}"] = Everybody,
        ["GET /api/v1/shops/{shop}/coupons"] = Everybody,
        ["POST /api/v1/shops/{shop}/coupons"] = Everybody,
        ["POST /api/v1/shops/{shop}/coupons/{code}/stop"] = Everybody,
        ["GET /api/v1/operator/coupons"] = [Role.Operator],
        ["POST /api/v1/operator/coupons"] = [Role.Operator],
        ["POST /api/v1/operator/coupons/{code}/approve"] = [Role.Operator],
        ["POST /api/v1/operator/coupons/{code}/stop"] = [Role.Operator],
        ["GET /api/v1/wallet/statement"] = Everybody,
        ["GET /api/v1/events"] = Everybody,
        ["POST /api/v1/transfers/quote"] = Everybody,
        ["POST /api/v1/transfers"] = Everybody,
        ["GET /api/v1/transfers/{id}"] = Everybody,
        ["GET /api/v1/transfers/by-key/{key}"] = Everybody,
        ["POST /api/v1/agent/cash-ins"] = [Role.Agent],
        ["GET /api/v1/agent/cash-ins/by-key/{key}"] = [Role.Agent],
        ["POST /api/v1/cash-outs/quote"] = Everybody,
        ["POST /api/v1/cash-outs"] = Everybody,
        ["GET /api/v1/cash-outs"] = Everybody,
        ["GET /api/v1/cash-outs/{id}"] = Everybody,
        ["POST /api/v1/cash-outs/{id}/approve"] = Everybody,
        ["POST /api/v1/cash-outs/{id}/cancel"] = Everybody,
        ["POST /api/v1/agent/cash-outs/redeem"] = [Role.Agent],
        ["POST /api/v1/agent/cash-outs"] = [Role.Agent],
        ["GET /api/v1/agent/cash-outs"] = [Role.Agent],
        ["GET /api/v1/agent/cash-outs/{id}"] = [Role.Agent],
        ["POST /api/v1/agent/cash-outs/{id}/cancel"] = [Role.Agent],
        ["GET /api/v1/agent/till"] = [Role.Agent],
        ["POST /api/v1/agent/till/open"] = [Role.Agent],
        ["POST /api/v1/agent/till/move"] = [Role.Agent],
        ["POST /api/v1/agent/till/close"] = [Role.Agent],
        ["GET /api/v1/agent/float-returns"] = [Role.Agent],
        ["POST /api/v1/agent/float-returns"] = [Role.Agent],
        ["POST /api/v1/agent/float-returns/{id}/cancel"] = [Role.Agent],
        ["GET /api/v1/operator/float-returns"] = [Role.Operator],
        ["POST /api/v1/operator/float-returns/{id}/approve"] = [Role.Operator],
        ["POST /api/v1/operator/float-returns/{id}/reject"] = [Role.Operator],
        ["GET /api/v1/agents/towns"] = Anyone,
        ["GET /api/v1/agents/nearby"] = Anyone,
        ["GET /api/v1/supervisor/agents"] = [Role.Supervisor],
        ["GET /api/v1/supervisor/agents/{phone}"] = [Role.Supervisor],
        ["PUT /api/v1/supervisor/agents/{phone}"] = [Role.Supervisor],
        ["GET /api/v1/operator/floats"] = [Role.Operator],
        ["POST /api/v1/operator/floats"] = [Role.Operator],
        ["GET /api/v1/operator/floats/{id}"] = [Role.Operator],
        ["POST /api/v1/operator/floats/{id}/approve"] = [Role.Operator],
        ["POST /api/v1/operator/floats/{id}/reject"] = [Role.Operator],
        ["POST /api/v1/merchant-payments/quote"] = Everybody,
        ["POST /api/v1/merchant-payments"] = Everybody,
        ["GET /api/v1/merchant/profile"] = [Role.Merchant],
        ["PUT /api/v1/merchant/profile"] = [Role.Merchant],
        ["POST /api/v1/merchant/sales"] = [Role.Merchant],
        ["GET /api/v1/merchant/sales/{reference}"] = [Role.Merchant],
        ["POST /api/v1/merchant/refunds"] = [Role.Merchant],
        ["GET /api/v1/merchant/refunds/{receipt}"] = [Role.Merchant],
        ["GET /api/v1/merchant/days"] = [Role.Merchant],
        ["GET /api/v1/merchant/days.csv"] = [Role.Merchant],
        ["POST /api/v1/merchant/payouts"] = [Role.Merchant],
        ["GET /api/v1/products/{product}/reviews"] = Anyone,
        ["GET /api/v1/products/{product}/questions"] = Anyone,
        ["GET /api/v1/shops/{shop}/score"] = Anyone,
        ["PUT /api/v1/products/{product}/review"] = Everybody,
        ["PUT /api/v1/reviews/{id}/answer"] = Everybody,
        ["POST /api/v1/reviews/{id}/report"] = Everybody,
        ["POST /api/v1/products/{product}/questions"] = Everybody,
        ["PUT /api/v1/questions/{id}/answer"] = Everybody,
        ["POST /api/v1/questions/{id}/report"] = Everybody,
        ["GET /api/v1/wishes"] = Everybody,
        ["PUT /api/v1/wishes/{product}"] = Everybody,
        ["DELETE /api/v1/wishes/{product}"] = Everybody,
        ["PUT /api/v1/products/{product}/back-in-stock"] = Everybody,
        ["DELETE /api/v1/products/{product}/back-in-stock"] = Everybody,
        ["GET /api/v1/moderation"] = [Role.Support, Role.Operator],
        ["POST /api/v1/moderation/{id}"] = [Role.Support, Role.Operator],
        ["GET /api/v1/search"] = Anyone,
        ["GET /api/v1/search/suggestions"] = Anyone,
        ["GET /api/v1/search/offers"] = Anyone,
        ["GET /api/v1/tariffs"] = Anyone,
        ["GET /api/v1/tariffs/charge"] = Anyone,
        ["GET /api/v1/operator/tariffs"] = [Role.Operator],
        ["POST /api/v1/operator/tariffs"] = [Role.Operator],
        ["GET /api/v1/operator/tariffs/{id}"] = [Role.Operator],
        ["POST /api/v1/operator/tariffs/{id}/simulate"] = [Role.Operator],
        ["GET /api/v1/operator/tariffs/{id}/simulation"] = [Role.Operator],
        ["POST /api/v1/operator/tariffs/{id}/approve"] = [Role.Operator],
        ["POST /api/v1/operator/tariffs/{id}/reject"] = [Role.Operator],
        ["GET /api/v1/operator/commissions"] = [Role.Operator, Role.Accountant],
        ["GET /api/v1/operator/trial-balance"] = [Role.Operator, Role.Accountant],
        ["POST /api/v1/operator/ledger/verify"] = [Role.Operator],
        ["GET /api/v1/operator/ledger/verify"] = [Role.Operator, Role.Accountant],
        ["GET /api/v1/operator/audit"] = [Role.Operator, Role.Accountant],
        ["GET /api/v1/operator/audit/chain"] = [Role.Operator, Role.Accountant],
        ["POST /api/v1/recalls"] = Everybody,
        ["GET /api/v1/recalls"] = Everybody,
        ["GET /api/v1/recalls/{id}"] = Everybody,
        ["POST /api/v1/recalls/{id}/consent"] = Everybody,
        ["POST /api/v1/recalls/{id}/contest"] = Everybody,
        ["GET /api/v1/operator/recalls"] = [Role.Operator],
        ["GET /api/v1/operator/recalls/{id}"] = [Role.Operator],
        ["POST /api/v1/operator/recalls/{id}/decision"] = [Role.Operator],
        ["GET /api/v1/operator/reversals"] = [Role.Operator],
        ["POST /api/v1/operator/reversals"] = [Role.Operator],
        ["GET /api/v1/operator/reversals/{id}"] = [Role.Operator],
        ["POST /api/v1/operator/reversals/{id}/approve"] = [Role.Operator],
        ["POST /api/v1/operator/reversals/{id}/reject"] = [Role.Operator],
        ["GET /api/v1/payees/recent"] = Everybody,
        ["POST /api/v1/help-reports"] = Everybody,
        ["GET /api/v1/help-reports"] = Everybody,
        ["GET /api/v1/support/reports"] = [Role.Support],
        ["POST /api/v1/support/reports/{id}/answer"] = [Role.Support],
        ["GET /api/v1/account/data"] = Everybody,
        ["POST /api/v1/account/close"] = Everybody,
        ["GET /api/v1/bulk-payments"] = Everybody,
        ["POST /api/v1/bulk-payments"] = Everybody,
        ["GET /api/v1/bulk-payments/{id}"] = Everybody,
        ["PUT /api/v1/bulk-payments/{id}/lines"] = Everybody,
        ["GET /api/v1/bulk-payments/{id}/lines"] = Everybody,
        ["GET /api/v1/bulk-payments/{id}/report"] = Everybody,
        ["POST /api/v1/bulk-payments/{id}/submit"] = Everybody,
        ["POST /api/v1/bulk-payments/{id}/approve"] = Everybody,
        ["POST /api/v1/bulk-payments/{id}/reject"] = Everybody,
        ["POST /api/v1/bulk-payments/{id}/cancel"] = Everybody,
        ["POST /api/v1/bulk-payments/{id}/pause"] = Everybody,
        ["POST /api/v1/bulk-payments/{id}/resume"] = Everybody,
        ["POST /api/v1/bulk-payments/{id}/retry"] = Everybody,
        ["GET /api/v1/bulk-payers"] = Everybody,
        ["POST /api/v1/bulk-payers/{account}/people"] = Everybody,
        ["POST /api/v1/bulk-payers/{account}/accept"] = Everybody,
        ["DELETE /api/v1/bulk-payers/{account}/people/{person}"] = Everybody,
        ["GET /api/v1/operator/audit/acts.csv"] = [Role.Operator, Role.Accountant],
        ["GET /api/v1/wallet/statement.pdf"] = Everybody,
        ["GET /api/v1/wallet/statement.csv"] = Everybody,
        ["GET /api/v1/wallet/certificate.pdf"] = Everybody,
        ["GET /api/v1/transfers/{id}/receipt.pdf"] = Everybody,
        ["GET /api/v1/verify/{code}"] = Anyone,
        ["GET /api/v1/operator/accounting/chart"] = [Role.Operator, Role.Accountant],
        ["GET /api/v1/operator/accounting/chart.csv"] = [Role.Operator, Role.Accountant],
        ["GET /api/v1/operator/accounting/days/{day}"] = [Role.Operator, Role.Accountant],
        ["GET /api/v1/operator/accounting/days/{day}/trial-balance.csv"] = [Role.Operator, Role.Accountant],
        ["GET /api/v1/operator/accounting/days/{day}/journal.csv"] = [Role.Operator, Role.Accountant],
        ["GET /api/v1/operator/reconciliations"] = [Role.Operator, Role.Accountant],
        ["GET /api/v1/operator/reconciliations/{id}"] = [Role.Operator, Role.Accountant],
        ["GET /api/v1/operator/reconciliations/{id}/lines.csv"] = [Role.Operator, Role.Accountant],
        ["GET /api/v1/operator/reconciliations/{id}/versions/{version}"] = [Role.Operator, Role.Accountant],
        ["POST /api/v1/operator/reconciliations"] = [Role.Accountant],
        ["POST /api/v1/operator/reconciliations/{id}/versions"] = [Role.Accountant],
        ["POST /api/v1/operator/reconciliations/{id}/matches"] = [Role.Accountant],
        ["DELETE /api/v1/operator/reconciliations/{id}/matches/{match}"] = [Role.Accountant],
        ["POST /api/v1/operator/reconciliations/{id}/explanations"] = [Role.Accountant],
        ["POST /api/v1/operator/reconciliations/{id}/close"] = [Role.Accountant],
        ["POST /api/v1/operator/reconciliations/{id}/approve"] = [Role.Accountant],
        ["POST /api/v1/operator/reconciliations/{id}/reopen"] = [Role.Accountant],
        ["POST /api/v1/ping"] = Everybody,
        ["POST /api/v1/registrations"] = Anyone,
        ["POST /api/v1/registrations/{id}/confirm"] = Anyone,
        ["POST /api/v1/registrations/{id}/resend"] = Anyone,
        ["POST /api/v1/pin/forgotten"] = Anyone,
        ["POST /api/v1/pin/forgotten/confirm"] = Anyone,
        ["POST /api/v1/pin/change"] = Everybody,
        ["POST /api/v1/step-up"] = Everybody,
        ["GET /api/v1/profile"] = Everybody,
        ["PUT /api/v1/profile"] = Everybody,
        ["GET /api/v1/devices"] = Everybody,
        ["GET /api/v1/notices"] = Everybody,
        ["PUT /api/v1/notices"] = Everybody,
        ["DELETE /api/v1/devices/{id}"] = Everybody,
        ["POST /api/v1/sign-out-everywhere"] = Everybody,
        ["POST /api/v1/number/change"] = Everybody,
        ["POST /api/v1/number/change/confirm"] = Everybody,
        ["POST /api/v1/wallet/block"] = Anyone,
        ["POST /api/v1/wallet/block-mine"] = Everybody,
        ["POST /api/v1/agent/customers/{phone}/block"] = [Role.Agent],
        ["POST /api/v1/operator/customers/{phone}/block"] = [Role.Operator],
        ["POST /api/v1/operator/customers/{phone}/unblock"] = [Role.Operator],
        ["GET /api/v1/operator/customers/{phone}"] = [Role.Operator],
        ["POST /api/v1/operator/customers/{phone}/roles"] = [Role.Operator],
        ["DELETE /api/v1/operator/customers/{phone}/roles/{role}"] = [Role.Operator],
        ["POST /api/v1/operator/customers/{phone}/pin-reset"] = [Role.Operator],
        ["POST /api/v1/operator/customers/{phone}/detach-number"] = [Role.Operator],
        ["POST /api/v1/operator/partners"] = [Role.Operator],
        ["GET /api/v1/identity"] = Everybody,
        ["PUT /api/v1/identity/pictures/{kind}"] = Everybody,
        ["POST /api/v1/identity/submissions"] = Everybody,
        ["GET /api/v1/clerk/identity"] = [Role.Clerk, Role.Operator],
        ["GET /api/v1/clerk/identity/{id}"] = [Role.Clerk, Role.Operator],
        ["GET /api/v1/clerk/identity/{id}/pictures/{picture}"] = [Role.Clerk, Role.Operator],
        ["POST /api/v1/clerk/identity/{id}/claim"] = [Role.Clerk, Role.Operator],
        ["POST /api/v1/clerk/identity/{id}/release"] = [Role.Clerk, Role.Operator],
        ["POST /api/v1/clerk/identity/{id}/approve"] = [Role.Clerk, Role.Operator],
        ["POST /api/v1/clerk/identity/{id}/reject"] = [Role.Clerk, Role.Operator],
        ["GET /api/v1/operator/sanctions"] = [Role.Operator],
        ["POST /api/v1/operator/sanctions"] = [Role.Operator],
        ["GET /api/v1/operator/screening"] = [Role.Operator],
        ["POST /api/v1/operator/screening/{id}/confirm"] = [Role.Operator],
        ["POST /api/v1/operator/screening/{id}/dismiss"] = [Role.Operator],
        ["GET /api/v1/operator/freezes"] = [Role.Operator],
        ["POST /api/v1/operator/customers/{phone}/freeze"] = [Role.Operator],
        ["POST /api/v1/operator/customers/{phone}/freeze/lift"] = [Role.Operator],
        ["GET /api/v1/operator/monitoring"] = [Role.Operator],
        ["GET /api/v1/operator/monitoring/{id}"] = [Role.Operator],
        ["POST /api/v1/operator/monitoring/{id}/notes"] = [Role.Operator],
        ["POST /api/v1/operator/monitoring/{id}/close"] = [Role.Operator],
        ["GET /api/v1/shops"] = Anyone,
        ["POST /api/v1/shops"] = Everybody,
        ["GET /api/v1/shops/mine"] = Everybody,
        ["GET /api/v1/shops/{shop}"] = Anyone,
        ["PUT /api/v1/shops/{shop}"] = Everybody,
        ["GET /api/v1/shops/{shop}/settings"] = Everybody,
        ["PUT /api/v1/shops/{shop}/papers/{paper}"] = Everybody,
        ["GET /api/v1/shops/{shop}/papers/{paper}"] = Everybody,
        ["POST /api/v1/shops/{shop}/submit"] = Everybody,
        ["POST /api/v1/shops/{shop}/close"] = Everybody,
        ["POST /api/v1/shops/{shop}/staff"] = Everybody,
        ["POST /api/v1/shops/{shop}/staff/accept"] = Everybody,
        ["DELETE /api/v1/shops/{shop}/staff/{person}"] = Everybody,
        ["GET /api/v1/shops/{shop}/products"] = Anyone,
        ["GET /api/v1/operator/shops"] = [Role.Clerk, Role.Operator],
        ["GET /api/v1/operator/shops/{shop}"] = [Role.Clerk, Role.Operator],
        ["GET /api/v1/operator/shops/{shop}/papers/{paper}"] = [Role.Clerk, Role.Operator],
        ["POST /api/v1/operator/shops/{shop}/approve"] = [Role.Clerk, Role.Operator],
        ["POST /api/v1/operator/shops/{shop}/refuse"] = [Role.Clerk, Role.Operator],
        ["POST /api/v1/operator/shops/{shop}/suspend"] = [Role.Operator],
        ["POST /api/v1/operator/shops/{shop}/reopen"] = [Role.Operator],
        ["POST /api/v1/operator/shops/{shop}/close"] = [Role.Operator],
        ["POST /api/v1/operator/shops/{shop}/plan"] = [Role.Operator],
        ["POST /api/v1/products"] = Everybody,
        ["GET /api/v1/products/{product}"] = Anyone,
        ["PUT /api/v1/products/{product}"] = Everybody,
        ["POST /api/v1/products/{product}/publish"] = Everybody,
        ["POST /api/v1/products/{product}/archive"] = Everybody,
        ["POST /api/v1/images"] = Everybody,
        ["GET /api/v1/categories"] = Anyone,
        ["POST /api/v1/shops/{shop}/imports"] = Everybody,
        ["GET /api/v1/shops/{shop}/imports"] = Everybody,
        ["GET /api/v1/shops/{shop}/imports/{import}"] = Everybody,
        ["GET /api/v1/shops/{shop}/imports/{import}/report.csv"] = Everybody,
        ["GET /api/v1/shops/{shop}/products.csv"] = Everybody,
        ["GET /api/v1/categories/{code}"] = Anyone,
    };

    [Fact]
    public void The_table_has_every_endpoint() => Assert.Equal(Table.Keys.Order(), Endpoints().Order());

    [Fact]
    public async Task Nobody_asks_anything_without_a_token()
    {
        using HttpClient client = host.NewClient();
        foreach (string endpoint in Table.Where(entry => entry.Value != Anyone).Select(entry => entry.Key))
        {
            using HttpResponseMessage answer = await client.SendAsync(Request(endpoint));
            await answer.DemandProblemAsync(401, "unauthenticated");
            using HttpRequestMessage forged = Request(endpoint);
            forged.Headers.TryAddWithoutValidation("Authorization", "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJjLTEifQ.");
            await (await client.SendAsync(forged)).DemandProblemAsync(401, "unauthenticated");
        }
    }

    [Fact]
    public async Task Each_role_asks_what_the_table_says_and_nothing_else()
    {
        foreach (Role role in Everybody)
        {
            Person person = await Person.JoinAsync(host, 0, role);
            foreach ((string endpoint, Role[] allowed) in Table.OrderBy(entry => EndSessions.Contains(entry.Key)))
            {
                person = EndSessions.Contains(endpoint) ? await Person.JoinAsync(host, 0, role) : person;
                using HttpResponseMessage answer = await person.Http.SendAsync(Request(endpoint));
                bool refused = (int)answer.StatusCode == 403;
                Assert.True(refused != allowed.Contains(role), $"{role} {endpoint}: {(int)answer.StatusCode}");
                Assert.True((int)answer.StatusCode < 500, $"{role} {endpoint}: {(int)answer.StatusCode}");
            }
        }
    }

    private static HttpRequestMessage Request(string endpoint)
    {
        string[] parts = endpoint.Split(' ');
        var request = new HttpRequestMessage(new HttpMethod(parts[0]), PlaceHolder().Replace(parts[1], "x"));
        request.Content = parts[0] is "POST" or "PUT" ? JsonContent.Create(new JsonObject()) : null;
        return request;
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex PlaceHolder();

    private IEnumerable<string> Endpoints() =>
        from endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let path = "/" + endpoint.RoutePattern.RawText!.Trim('/')
        where path.StartsWith("/api/", StringComparison.Ordinal)
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []
        select $"{method} {path}";
}

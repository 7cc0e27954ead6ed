using System.Net;
using System.Text.RegularExpressions;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Identity;

[Collection(nameof(IdentityWorld))]
public sealed class FirstStartTests(IdentityWorld world)
{
    private const string FirstOperator = "+242066000077";

    [Theory]
    [InlineData("Staging")]
    [InlineData("Production")]
    public async Task Outside_of_development_there_is_one_operator_who_chooses_a_pin_with_a_code_from_a_file(string environment)
    {
        IdentityWorld elsewhere = await IdentityWorld.StartElsewhereAsync(
            $"--environment={environment}", "--Identity:AllowHttp=true", $"--Identity:Operators:0={FirstOperator}", "--Identity:PinIterations=100000");
        try
        {
            string path = Path.Combine(elsewhere.KeysFolder, "first-operators.txt");
            await Eventually.TrueAsync(() => File.Exists(path) && File.ReadAllText(path).Length > 0, TimeSpan.FromSeconds(60));
            string[] words = (await File.ReadAllTextAsync(path)).Trim().Split(' ');

            Assert.Equal(FirstOperator, words[0]);
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
            Assert.DoesNotContain(elsewhere.Logged, line => line.Contains(words[1], StringComparison.Ordinal));
            foreach (string closed in new[] { "/dev/accounts", "/dev/sms", "/dev/telephone" })
            {
                Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.Get(closed, null)).StatusCode);
            }

            Assert.Equal("1", await elsewhere.Scalar("select count(*) from document_identity_customer"));
            Assert.Equal("0", await elsewhere.Scalar("select count(*) from posting where amount > 0"));
            Assert.DoesNotContain("data-demonstration", await elsewhere.Http.GetStringAsync("/sign-in"), StringComparison.Ordinal);
            Assert.Equal("pin_not_set", await IdentityWorld.Refused(await elsewhere.Token(FirstOperator, "8153")));
            var reset = new { phone = FirstOperator, code = words[1], newPin = "8153" };
            await IdentityWorld.Json(await elsewhere.Post("/api/v1/pin/forgotten/confirm", reset), HttpStatusCode.NoContent);
            Assert.Equal(HttpStatusCode.OK, await elsewhere.Status("/api/v1/operator/trial-balance", await elsewhere.Access(FirstOperator, "8153")));
            Assert.Equal("code_expired", await IdentityWorld.Refused(await elsewhere.Post("/api/v1/pin/forgotten/confirm", reset)));
        }
        finally
        {
            await elsewhere.DisposeAsync();
        }
    }

    [Fact]
    public async Task At_the_first_sign_in_the_page_asks_for_the_code_and_a_pin()
    {
        IdentityWorld elsewhere = await IdentityWorld.StartElsewhereAsync("--environment=Staging", "--Identity:AllowHttp=true", $"--Identity:Operators:0={FirstOperator}");
        try
        {
            string path = Path.Combine(elsewhere.KeysFolder, "first-operators.txt");
            await Eventually.TrueAsync(() => File.Exists(path) && File.ReadAllText(path).Length > 0, TimeSpan.FromSeconds(60));
            string code = (await File.ReadAllTextAsync(path)).Trim().Split(' ')[1];
            using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = elsewhere.Http.BaseAddress, DefaultRequestHeaders = { { "Accept", "text/html" } } };

            Uri chooses = await PostForm(browser, "/sign-in", "/sign-in", new() { ["Phone"] = FirstOperator, ["Pin"] = "8153" });
            Assert.Equal("/forgotten-pin?code=True", chooses.ToString());
            Uri chosen = await PostForm(browser, chooses.ToString(), "/forgotten-pin?handler=Renew", new() { ["Phone"] = FirstOperator, ["Code"] = code, ["Fresh"] = "8153" });
            Assert.StartsWith("/sign-in?renewed", chosen.ToString(), StringComparison.Ordinal);
            Assert.Equal("/operator/trial-balance", (await PostForm(browser, "/sign-in", "/sign-in", new() { ["Phone"] = FirstOperator, ["Pin"] = "8153" })).ToString());
        }
        finally
        {
            await elsewhere.DisposeAsync();
        }
    }

    // Where the answer to a form sends the browser.
    private static async Task<Uri> PostForm(HttpClient browser, string page, string address, Dictionary<string, string> fields)
    {
        Match token = Regex.Match(await browser.GetStringAsync(page), "name=\"antiforgery\" type=\"hidden\" value=\"([^\"]+)\"");
        fields["antiforgery"] = token.Groups[1].Value;
        using HttpResponseMessage answer = await browser.PostAsync(address, new FormUrlEncodedContent(fields));
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, $"{address}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return answer.Headers.Location!;
    }

    [Fact]
    public async Task A_process_with_other_keys_does_not_start_on_this_database()
    {
        string foreign = PostgresFixture.NewFolder();
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => world.StartFrontEndAsync($"--Keys:Folder={foreign}"));
        Directory.Delete(foreign, recursive: true);

        Assert.Contains("key", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_pays_is_told_by_sms()
    {
        string token = await world.Access(IdentityWorld.Client);
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/transfers") { Content = System.Net.Http.Json.JsonContent.Create(new { to = "+242066000002", amount = 1234, currency = "XAF" }) };
        request.Headers.Authorization = new("Bearer", token);
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());

        await IdentityWorld.Json(await world.Http.SendAsync(request), HttpStatusCode.Created);

        await world.SmsAbout(IdentityWorld.Client, "1 234 FCFA payés à");
        Assert.DoesNotContain(await world.Sms("+242066000004"), text => text.Contains("payés", StringComparison.Ordinal));
    }
}

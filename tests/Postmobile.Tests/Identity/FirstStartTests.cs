using System.Net;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Identity;

[Collection(nameof(IdentityWorld))]
public sealed class FirstStartTests(IdentityWorld world)
{
    private const string FirstOperator = "+242066000077";

    [Fact]
    public async Task Outside_of_development_there_is_one_operator_who_chooses_a_pin_with_a_code_from_a_file()
    {
        IdentityWorld elsewhere = await IdentityWorld.StartElsewhereAsync("--environment=Staging", "--Identity:AllowHttp=true", $"--Identity:Operators:0={FirstOperator}");
        try
        {
            string path = Path.Combine(elsewhere.KeysFolder, "first-operators.txt");
            await Eventually.TrueAsync(() => File.Exists(path) && File.ReadAllText(path).Length > 0, TimeSpan.FromSeconds(60));
            string[] words = (await File.ReadAllTextAsync(path)).Trim().Split(' ');

            Assert.Equal(FirstOperator, words[0]);
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
            Assert.DoesNotContain(elsewhere.Logged, line => line.Contains(words[1], StringComparison.Ordinal));
            Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.Get("/dev/accounts", null)).StatusCode);
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

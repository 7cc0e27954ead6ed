using System.Net;
using System.Text.Json;
using Xunit;

namespace Postmobile.Tests.Identity;

[Collection(nameof(IdentityWorld))]
public sealed class SignInTests(IdentityWorld world)
{
    [Fact]
    public async Task Fifty_guesses_at_once_are_five_comparisons_and_a_lock()
    {
        string phone = IdentityWorld.NewPhone();
        await world.Register(phone);
        long before = world.Pins.Comparisons;

        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => world.Token(phone, "9274")));
        var codes = new List<string>();
        foreach (HttpResponseMessage answer in answers)
        {
            codes.Add(await IdentityWorld.Refused(answer));
        }

        Assert.Equal(5, world.Pins.Comparisons - before);
        Assert.Equal(4, codes.Count(code => code == "wrong_credentials"));
        Assert.Equal(46, codes.Count(code => code == "locked"));
        Assert.Equal("locked", await IdentityWorld.Refused(await world.Token(phone, "4826")));
        Assert.Equal("5", await world.Scalar($"select body -> 'state' ->> 'wrongPins' from document_identity_customer where body -> 'state' ->> 'phone' = '{phone}'"));
    }

    [Fact]
    public async Task Guesses_at_every_door_at_once_are_counted_together()
    {
        string phone = IdentityWorld.NewPhone(), fresh = IdentityWorld.NewPhone();
        await world.Register(phone);
        string session = await world.Access(phone, "4826");
        long before = world.Pins.Comparisons;
        Func<Task<HttpResponseMessage>>[] doors =
        [
            () => world.Token(phone, "9274"),
            () => world.Post("/api/v1/step-up", new { pin = "9274" }, session),
            () => world.Post("/api/v1/pin/change", new { oldPin = "9274", newPin = "8153" }, session),
            () => world.Post("/api/v1/wallet/block", new { phone, pin = "9274" }),
            () => world.Post("/api/v1/number/change", new { phone = fresh, pin = "9274" }, session),
        ];

        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 25).Select(guess => doors[guess % doors.Length]()));
        string[] codes = await Task.WhenAll(answers.Select(IdentityWorld.Refused));

        Assert.Equal(5, world.Pins.Comparisons - before);
        Assert.Equal(4, codes.Count(code => code == "wrong_credentials"));
        Assert.Equal("locked", await IdentityWorld.Refused(await world.Token(phone, "4826")));
    }

    [Fact]
    public async Task The_lock_ends_grows_and_is_forgotten_with_the_right_pin()
    {
        string phone = IdentityWorld.NewPhone();
        await world.Register(phone);
        for (int attempt = 0; attempt < 5; attempt++)
        {
            await world.Token(phone, "9274");
        }

        world.Time.Advance(TimeSpan.FromSeconds(61));
        JsonElement wrong = await IdentityWorld.Json(await world.Token(phone, "9274"), HttpStatusCode.BadRequest);
        Assert.Equal("locked", wrong.GetProperty("code").GetString());
        Assert.InRange(wrong.GetProperty("retry_after").GetInt64(), 290, 300);

        world.Time.Advance(TimeSpan.FromMinutes(5));
        await world.Access(phone, "4826");
        Assert.Equal("wrong_credentials", await IdentityWorld.Refused(await world.Token(phone, "9274")));
    }

    [Fact]
    public async Task A_number_of_nobody_answers_and_locks_like_any_other()
    {
        string phone = IdentityWorld.NewPhone();
        var codes = new List<string>();
        for (int attempt = 0; attempt < 6; attempt++)
        {
            codes.Add(await IdentityWorld.Refused(await world.Token(phone, "9274")));
        }

        Assert.Equal(["wrong_credentials", "wrong_credentials", "wrong_credentials", "wrong_credentials", "locked", "locked"], codes);
    }

    [Fact]
    public async Task Many_right_pins_at_once_all_sign_in()
    {
        string phone = IdentityWorld.NewPhone();
        await world.Register(phone);

        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.Token(phone, "4826")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }

    [Fact]
    public async Task Changing_the_pin_keeps_this_device_and_ends_the_others()
    {
        string phone = IdentityWorld.NewPhone();
        await world.Register(phone);
        string mine = await world.Access(phone, "4826", "telephone-1");
        string other = await world.Access(phone, "4826", "telephone-2");
        Assert.Equal(HttpStatusCode.OK, await world.Status("/api/v1/devices", other));

        Assert.Equal("wrong_credentials", await IdentityWorld.Refused(await world.Post("/api/v1/pin/change", new { oldPin = "9274", newPin = "8153" }, mine)));
        Assert.Equal("pin_too_common", await IdentityWorld.Refused(await world.Post("/api/v1/pin/change", new { oldPin = "4826", newPin = "1111" }, mine)));
        await IdentityWorld.Json(await world.Post("/api/v1/pin/change", new { oldPin = "4826", newPin = "8153" }, mine), HttpStatusCode.NoContent);

        await Hosting.Eventually.GetAsync(() => world.Status("/api/v1/devices", other), status => status == HttpStatusCode.Unauthorized, TimeSpan.FromSeconds(15));
        Assert.Equal(HttpStatusCode.OK, await world.Status("/api/v1/devices", mine));
        Assert.Equal("wrong_credentials", await IdentityWorld.Refused(await world.Token(phone, "4826")));
        await world.Access(phone, "8153");
        await world.SmsAbout(phone, "PIN a été changé");
    }

    [Fact]
    public async Task A_forgotten_pin_needs_the_code_and_a_known_device_or_an_operator()
    {
        string phone = IdentityWorld.NewPhone();
        await world.Register(phone);
        string session = await world.Access(phone, "4826", "telephone-1");
        await IdentityWorld.Json(await world.Post("/api/v1/pin/forgotten", new { phone }), HttpStatusCode.Accepted);
        string code = await world.Code(phone, codes: 2);

        Assert.Equal("identity_check_needed", await IdentityWorld.Refused(await Reset(phone, code, "stranger")));
        Assert.Equal("code_wrong", await IdentityWorld.Refused(await Reset(phone, code == "000000" ? "000001" : "000000", "telephone-1")));
        await IdentityWorld.Json(await Reset(phone, code, "telephone-1"), HttpStatusCode.NoContent);
        await Hosting.Eventually.GetAsync(() => world.Status("/api/v1/devices", session), status => status == HttpStatusCode.Unauthorized, TimeSpan.FromSeconds(15));
        await world.Access(phone, "8153");

        world.Time.Advance(TimeSpan.FromMinutes(2));
        await world.Post("/api/v1/pin/forgotten", new { phone });
        string second = await world.Code(phone, codes: 3);
        await IdentityWorld.Json(await world.Post($"/api/v1/operator/customers/{phone}/pin-reset", null, await world.Access(IdentityWorld.Operator)), HttpStatusCode.NoContent);
        await IdentityWorld.Json(await Reset(phone, second, null), HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Asking_for_a_pin_of_nobody_is_answered_the_same() =>
        await IdentityWorld.Json(await world.Post("/api/v1/pin/forgotten", new { phone = IdentityWorld.NewPhone() }), HttpStatusCode.Accepted);

    [Fact]
    public async Task A_step_up_gives_a_proof_to_who_knows_the_pin()
    {
        string token = await world.Access(IdentityWorld.Client);

        JsonElement proof = await IdentityWorld.Json(await world.Post("/api/v1/step-up", new { pin = IdentityWorld.DemonstrationPin }, token), HttpStatusCode.OK);

        Assert.NotEmpty(proof.GetProperty("proof").GetString()!);
        Assert.Equal("wrong_credentials", await IdentityWorld.Refused(await world.Post("/api/v1/step-up", new { pin = "9274" }, token)));
        await world.Access(IdentityWorld.Client);
    }

    private Task<HttpResponseMessage> Reset(string phone, string code, string? deviceId) =>
        world.Post("/api/v1/pin/forgotten/confirm", new { phone, code, newPin = "8153", deviceId });
}

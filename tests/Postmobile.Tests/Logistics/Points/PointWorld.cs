using System.Globalization;
using System.Text.Json.Nodes;
using Postmobile.Identity;
using Postmobile.Logistics;
using Postmobile.Money;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Logistics.Points;

/// <summary>Short sentences in which tests open points.</summary>
internal static class PointWorld
{
    private static int s_last = 100;

    /// <summary>A code that no test has used.</summary>
    public static string NewCode()
    {
        int number = Interlocked.Increment(ref s_last);
        return string.Create(CultureInfo.InvariantCulture, $"T{(char)('A' + (number / 900 % 26))}-{100 + (number % 900)}");
    }

    /// <summary>A pickup point in a town that this person runs.</summary>
    public static async Task<Point> PointAsync(this ApiHost host, string town, Person runner, PointKind kind = PointKind.Pickup, int waitDays = 10)
    {
        Assert.True(PointCode.TryParse(NewCode(), out PointCode code));
        PointOutcome outcome = await host.Grains.GetGrain<IPointGrain>(code.Key).Open(Facts(town, new CustomerId(runner.Id), kind) with { WaitDays = waitDays }, new CustomerId("c-operator"));
        Assert.Null(outcome.Refusal);
        return outcome.Point!;
    }

    /// <summary>What an honest operator writes.</summary>
    public static PointFacts Facts(string town, CustomerId? runner, PointKind kind = PointKind.Pickup) => new()
    {
        Kind = kind,
        Name = "Point de test de " + town,
        Place = new() { Department = Congo.Find(town)!.Department, Town = town, Address = "En face du marché" },
        Hours = [.. Enumerable.Range(1, 5).Select(day => new Postmobile.Commerce.OpeningHours((DayOfWeek)day, 480, 960)), new(DayOfWeek.Saturday, 480, 720)],
        Phone = "+242066000002",
        RunBy = runner,
    };

    /// <summary>The same as a body.</summary>
    public static JsonObject Body(string town, string? runner, string kind = "pickup") => new()
    {
        ["kind"] = kind, ["name"] = "Point de test de " + town, ["department"] = Congo.Find(town)!.Department, ["town"] = town, ["address"] = "En face du marché", ["runBy"] = runner,
        ["hours"] = new JsonArray(new JsonObject { ["day"] = "monday", ["from"] = "08:00", ["to"] = "16:00" }),
    };

    /// <summary>Opens a point over REST.</summary>
    public static async Task<string> OpenPointAsync(this Person post, string town, string? runner, string kind = "pickup")
    {
        string code = NewCode();
        await (await post.PostAsync("/api/v1/operator/points", new JsonObject { ["code"] = code, ["point"] = Body(town, runner, kind) })).DemandAsync(200);
        return code;
    }
}

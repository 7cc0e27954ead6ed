using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Logistics;
using Xunit;

namespace Postmobile.Tests.Logistics.Points;

/// <summary>The rules of points, as tables.</summary>
public sealed class PointRulesTests
{
    private static readonly CustomerId s_runner = new("c-runner");
    private static readonly PointFacts s_facts = PointWorld.Facts("Sembé", s_runner);
    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("BZV-03", "BZV-03")]
    [InlineData(" pn-100 ", "PN-100")]
    [InlineData("B-01", null)]
    [InlineData("BRAZZ-01", null)]
    [InlineData("BZV-1", null)]
    [InlineData("BZV-1000", null)]
    [InlineData("BZÉ-01", null)]
    [InlineData("BZV01", null)]
    [InlineData(null, null)]
    public void A_code_is_letters_and_digits(string? text, string? code) =>
        Assert.Equal(code, PointCode.TryParse(text, out PointCode known) ? known.Value : null);

    [Theory]
    [InlineData("2026-11-24T06:59:59Z", false)] // a Tuesday: Brazzaville is an hour ahead
    [InlineData("2026-11-24T07:00:00Z", true)]
    [InlineData("2026-11-24T14:59:59Z", true)]
    [InlineData("2026-11-24T15:00:00Z", false)]
    [InlineData("2026-11-28T10:59:00Z", true)] // Saturday until noon
    [InlineData("2026-11-28T11:00:00Z", false)]
    [InlineData("2026-11-29T10:00:00Z", false)] // Sunday
    [InlineData("2026-11-30T10:00:00Z", false)] // a holiday on a Monday
    public void It_is_open_by_the_clock_of_Brazzaville(string moment, bool open) =>
        Assert.Equal(open, (s_facts with { Holidays = [new(new(2026, 11, 30), new(2026, 11, 30), "Fête")] }).IsOpenAt(DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Nobody_knows_whether_it_is_open_when_nobody_has_said_its_hours() => Assert.Null((s_facts with { Hours = [] }).IsOpenAt(s_now));

    public static TheoryData<string, string?> Faults => new()
    {
        { "nothing", null }, { "name", "name" }, { "town", "town" }, { "department", "town" }, { "place", "latitude" }, { "half place", "latitude" }, { "hours", "hours" }, { "holidays", "holidays" },
        { "phone", "phone" }, { "days", "waitDays" }, { "nobody", "runBy" }, { "office of nobody", null },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_is_written_is_checked(string fault, string? field) => Assert.Equal(field, PointRules.Check(fault switch
    {
        "name" => s_facts with { Name = " " },
        "town" => s_facts with { Place = s_facts.Place with { Town = "Atlantide" } },
        "department" => s_facts with { Place = s_facts.Place with { Department = "Pool" } },
        "place" => s_facts with { Place = s_facts.Place with { Latitude = 48, Longitude = 2 } },
        "half place" => s_facts with { Place = s_facts.Place with { Latitude = -4 } },
        "hours" => s_facts with { Hours = [new(DayOfWeek.Monday, 600, 600)] },
        "holidays" => s_facts with { Holidays = [new(new(2026, 2, 2), new(2026, 2, 1), "")] },
        "phone" => s_facts with { Phone = "12" },
        "days" => s_facts with { WaitDays = 31 },
        "nobody" => s_facts with { RunBy = null },
        "office of nobody" => s_facts with { RunBy = null, Kind = PointKind.PostOffice },
        _ => s_facts,
    }));

    [Theory]
    [InlineData(PointStatus.Open, PointStatus.Paused, 3, null)]
    [InlineData(PointStatus.Paused, PointStatus.Open, 3, null)]
    [InlineData(PointStatus.Paused, PointStatus.Closed, 0, null)]
    [InlineData(PointStatus.Paused, PointStatus.Closed, 1, PointRefusal.HasParcels)]
    [InlineData(PointStatus.Open, PointStatus.Closed, 0, PointRefusal.State)]
    [InlineData(PointStatus.Closed, PointStatus.Open, 0, PointRefusal.State)]
    [InlineData(PointStatus.Closed, PointStatus.Closed, 0, null)]
    public void It_closes_out_of_a_pause_and_without_parcels(PointStatus from, PointStatus to, int parcels, PointRefusal? refusal)
    {
        PointOutcome outcome = PointRules.Move(Of("SMB-01", s_facts, from), to, parcels);
        Assert.Equal((refusal, refusal is null ? to : from), (outcome.Refusal, outcome.Point!.Status));
    }

    [Fact]
    public void A_point_is_opened_once_and_stays_in_its_town()
    {
        PointCode code = new("SMB-01");
        Point point = PointRules.Open(null, code, s_facts).Point!;
        Assert.Null(PointRules.Open(point, code, s_facts).Refusal);
        Assert.Equal(PointRefusal.Taken, PointRules.Open(point, code, s_facts with { Name = "Autre nom" }).Refusal);
        Assert.Equal(("town", "kind"), (PointRules.Change(point, PointWorld.Facts("Ouesso", s_runner), null).Field, PointRules.Change(point, s_facts with { Kind = PointKind.PostOffice }, null).Field));
        Assert.Equal(PointRefusal.PreconditionFailed, PointRules.Change(point, s_facts with { WaitDays = 5 }, 7).Refusal);
        Assert.Equal(2, PointRules.Change(point, s_facts with { WaitDays = 5 }, 1).Point!.Version);
    }

    [Theory]
    [InlineData("", "", CartRefusal.DeliveryUnavailable)]
    [InlineData("", "A", null)]
    [InlineData("", "A B", CartRefusal.PointMissing)]
    [InlineData("", "A paused", null)]
    [InlineData("", "paused", CartRefusal.DeliveryUnavailable)]
    [InlineData("", "office", CartRefusal.DeliveryUnavailable)]
    [InlineData("A", "", null)]
    [InlineData("paused", "", CartRefusal.PointClosed)]
    [InlineData("full", "", CartRefusal.PointClosed)]
    [InlineData("office", "", CartRefusal.UnknownPoint)]
    [InlineData("elsewhere", "", CartRefusal.UnknownPoint)]
    [InlineData("none", "", CartRefusal.UnknownPoint)]
    public void A_parcel_goes_to_the_point_that_is_named_or_to_the_only_one(string named, string inTown, CartRefusal? refusal)
    {
        var choice = new ParcelChoice
        {
            Shop = new ShopId("s-1"), Method = DeliveryMethod.PickupPoint, To = new Place { Department = "Sangha", Town = "Sembé" }, Recipient = new Recipient("Cliente", "+242066000001"),
            PointCode = named.Length > 0 ? new PointCode("SMB-01") : null,
        };
        (Point? point, CartRefusal? no) = PointRules.Choose(choice, Named(named), [.. inTown.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(one => Named(one)!)]);
        Assert.Equal((refusal, refusal is null), (no, point is not null));
    }

    [Fact]
    public void Hours_are_said_in_few_characters()
    {
        string[] days = ["dim", "lun", "mar", "mer", "jeu", "ven", "sam"];
        Assert.Equal("lun-ven 08:00-16:00, sam 08:00-12:00", PointWords.Hours(s_facts.Hours, days));
        Assert.Equal("lun 08:00-12:00/14:00-16:00, dim 09:00-10:00", PointWords.Hours([new(DayOfWeek.Monday, 840, 960), new(DayOfWeek.Monday, 480, 720), new(DayOfWeek.Sunday, 540, 600)], days));
        Assert.Equal("", PointWords.Hours([], days));
        Words words = PointWords.Ready("AB1", new(s_facts, s_now));
        Assert.Equal("Votre commande AB1 est a retirer : Point de test de Sembé, En face du marché. Ouvert lun-ven 08:00-16:00, sam 08:00-12:00. Avant le 24/11. Venez avec votre code.", words.French);
        Assert.DoesNotContain("Ouvert", PointWords.Ready("AB1", new(s_facts with { Hours = [] }, null)).French, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 7, false, false)]
    [InlineData(10, 8, true, false)]
    [InlineData(10, 9, true, false)]
    [InlineData(10, 10, false, true)]
    [InlineData(3, 1, false, false)]
    [InlineData(3, 3, false, true)]
    public void A_parcel_is_spoken_of_two_days_before_it_goes_back(int days, int after, bool reminds, bool goes)
    {
        DateTimeOffset now = s_now.AddDays(after);
        DeliveryState state = DeliveryRules.Wait(new DeliveryState { Point = "SMB-01", AtPoint = true, Stage = DeliveryStage.Ready }, days, TimeSpan.FromDays(1), s_now);
        Assert.Equal((reminds, goes), (DeliveryRules.Reminds(state, now), DeliveryRules.GoesBackAt(state) <= now));
        Assert.Equal(s_now.AddDays(days > 3 ? days - 2 : days), DeliveryRules.WaitsFor(state));
        Assert.Equal(s_now.AddDays(days), DeliveryRules.WaitsFor(state with { RemindAtMs = null }));
        Assert.Null(DeliveryRules.WaitsFor(state with { CalledOff = true }));
    }

    private static Point? Named(string which) => which switch
    {
        "" or "none" => null,
        "paused" => Of("SMB-01", s_facts, PointStatus.Paused),
        "full" => Of("SMB-01", s_facts with { TakesParcels = false }),
        "office" => Of("SMB-01", s_facts with { Kind = PointKind.PostOffice }),
        "elsewhere" => Of("SMB-01", PointWorld.Facts("Ouesso", s_runner)),
        _ => Of("SMB-01", s_facts),
    };

    private static Point Of(string code, PointFacts facts, PointStatus status = PointStatus.Open) => new() { Code = new PointCode(code), Facts = facts, Status = status, Version = 1 };
}

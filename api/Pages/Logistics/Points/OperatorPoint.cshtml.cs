using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;
using Postmobile.Api.Logistics;
using Postmobile.Logistics;

namespace Postmobile.Api.Pages.Logistics;

/// <summary>One point before the post's operators, or a new one (<c>nouveau</c>).</summary>
[Authorize(Policy = Policies.Operator)]
public sealed class OperatorPointModel(IGrainFactory grains, Customers customers) : PageModel
{
    private const string New = "nouveau";

    /// <summary>What is written of it.</summary>
    [BindProperty]
    public PointForm Form { get; set; } = new();

    /// <summary>The point; null for a new one.</summary>
    public Point? Point { get; private set; }

    /// <summary>Orders that go there or wait there.</summary>
    public int Parcels { get; private set; }

    /// <summary>Shows it.</summary>
    public async Task<IActionResult> OnGet(string code)
    {
        if (!await Load(code))
        {
            return NotFound();
        }

        Form = Point is null ? new PointForm { TakesParcels = true } : PointForm.Of(Point);
        return Page();
    }

    /// <summary>Opens or changes it.</summary>
    public async Task<IActionResult> OnPost(string code, long? version)
    {
        if (!await Load(code))
        {
            return NotFound();
        }

        ModelState.Clear();
        PointFacts facts = await Form.Read(Point?.Facts).Read(customers);
        PointOutcome outcome = !string.IsNullOrWhiteSpace(Form.RunBy) && facts.RunBy is null ? new PointOutcome { Refusal = PointRefusal.InvalidField, Field = "runBy" }
            : Point is not null ? await grains.Point(code)!.Change(facts, version, User.Customer())
            : PointCode.TryParse(Form.Code, out PointCode fresh) ? await grains.GetGrain<IPointGrain>(fresh.Key).Open(facts, User.Customer())
            : new PointOutcome { Refusal = PointRefusal.InvalidField, Field = "code" };
        return Answer(outcome);
    }

    /// <summary>No new parcels.</summary>
    public Task<IActionResult> OnPostPause(string code) => Act(code, one => one.Pause(User.Customer()));

    /// <summary>Parcels again.</summary>
    public Task<IActionResult> OnPostReopen(string code) => Act(code, one => one.Reopen(User.Customer()));

    /// <summary>For good.</summary>
    public Task<IActionResult> OnPostClose(string code) => Act(code, one => one.Close(User.Customer()));

    private async Task<IActionResult> Act(string code, Func<IPointGrain, Task<PointOutcome>> act)
    {
        if (code == New || !await Load(code))
        {
            return NotFound();
        }

        ModelState.Clear();
        Form = PointForm.Of(Point!);
        return Answer(await act(grains.Point(code)!));
    }

    private async Task<bool> Load(string code)
    {
        if (code == New)
        {
            return true;
        }

        Point = grains.Point(code) is { } grain ? await grain.Look() : null;
        Parcels = Point is null ? 0 : await grains.GetGrain<IPointsGrain>(0).Count(Point.Code);
        return Point is not null;
    }

    private IActionResult Answer(PointOutcome outcome)
    {
        if (outcome is { Refusal: null, Point: { } point })
        {
            return RedirectToPage(new { code = point.Code.Value });
        }

        string field = PointForm.FieldOf(outcome.Field);
        ModelState.Refuse(field, field.Length > 0 ? "error.value" : Refusals.Words(outcome.Refusal!.Value.Code()));
        return Page();
    }
}

using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Api.Problems;
using Postmobile.Api.Translations;
using Postmobile.Identity;
using Postmobile.Live;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money.Bulk;

/// <summary>One bulk payment: what was found in its file, what it costs, who decides, how far it is.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money), RequestSizeLimit(BulkCsvReader.FileMax), RequestFormLimits(MultipartBodyLengthLimit = BulkCsvReader.FileMax)]
public sealed class BatchModel(IGrainFactory grains, BulkUpload uploads, SignInService signIn, IStringLocalizer texts, TimeProvider time) : PageModel
{
    private const int OddShown = 20;

    /// <summary>Its id.</summary>
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>The approver's PIN.</summary>
    [BindProperty]
    public string? Pin { get; set; }

    /// <summary>Why it is rejected.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>A corrected file.</summary>
    [BindProperty]
    public IFormFile? Upload { get; set; }

    /// <summary>The payment.</summary>
    public BulkBatch Batch { get; private set; } = null!;

    /// <summary>The first of its lines that deserve a look.</summary>
    public IReadOnlyList<BulkLine> Odd { get; private set; } = [];

    /// <summary>What is followed.</summary>
    public string Topic => Batch.OfThePost ? Topics.For(Role.Operator, "bulk") : "person";

    /// <summary>Whoever brought the file or submitted it does not approve.</summary>
    public bool MayApprove => Batch.PreparedBy.Customer != User.Customer() && Batch.SubmittedBy?.Customer != User.Customer();

    /// <summary>Whether there are fields to type in: such a part is not fetched again under somebody's fingers.</summary>
    public bool IsTyped => Batch.Status == BulkStatus.Checked || (Batch.Status == BulkStatus.Submitted && MayApprove);

    private IBulkGrain Grain => grains.GetGrain<IBulkGrain>(Id);

    /// <summary>What is the matter with a line, in words.</summary>
    public string Why(BulkLine line) => ProblemCatalog.Find(line.Problem ?? line.Failure ?? line.Warning ?? "").In(Language.Current.Code).Title;

    /// <summary>Shows it to the payer's people.</summary>
    public async Task<IActionResult> OnGet()
    {
        if (!BulkPayments.IsKey(Id) || await Grain.Look(User.BulkActor()) is not { } batch)
        {
            return NotFound();
        }

        Batch = batch;
        Odd = await grains.GetGrain<IBulkPaymentsGrain>(0).Lines(Id, BulkLineFilter.Odd, after: 0, OddShown);
        return Page();
    }

    /// <summary>The report as a file.</summary>
    public async Task<IActionResult> OnGetReport(string? only)
    {
        if (!BulkPayments.IsKey(Id) || await Grain.Look(User.BulkActor()) is not { } batch)
        {
            return NotFound();
        }

        await BulkReport.Of(batch, only == "odd" ? BulkLineFilter.Odd : BulkLineFilter.All, Language.Current.Code, grains).ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    /// <summary>Submits, rejects, cancels, pauses, goes on, tries again.</summary>
    public async Task<IActionResult> OnPostAct(string? act, bool without)
    {
        if (!BulkPayments.IsKey(Id))
        {
            return NotFound();
        }

        BulkActor me = User.BulkActor();
        return await Answer(act switch
        {
            "submit" => await Grain.Submit(me, without),
            "reject" => await Grain.Reject(me, string.IsNullOrWhiteSpace(Reason) ? null : Reason.Trim()),
            "cancel" => await Grain.Cancel(me),
            "pause" => await Grain.Pause(me),
            "resume" => await Grain.Resume(me),
            "retry" => await Grain.Retry(me),
            _ => BulkRefusal.NotNow,
        });
    }

    /// <summary>Approves, once the PIN is right.</summary>
    public async Task<IActionResult> OnPostApprove()
    {
        IActionResult page = await OnGet();
        if (page is not PageResult)
        {
            return page;
        }

        if (await signIn.Prove(HttpContext, Pin) is { } wrong)
        {
            ModelState.Refuse(nameof(Pin), texts.Words(wrong, time.GetUtcNow()));
            return page;
        }

        return await Answer(await Grain.Approve(User.BulkActor()));
    }

    /// <summary>Takes a corrected file.</summary>
    public async Task<IActionResult> OnPostReplace(CancellationToken cancellation)
    {
        if (!BulkPayments.IsKey(Id) || await Grain.Look(User.BulkActor()) is null)
        {
            return NotFound();
        }

        if (Upload is null)
        {
            return await Refuse("bulk_no_lines");
        }

        try
        {
            await using Stream file = Upload.OpenReadStream();
            return await Answer(await uploads.Replace(Id, User.BulkActor(), file, cancellation));
        }
        catch (RefusedRequestException refused)
        {
            return await Refuse(refused.Code);
        }
    }

    private async Task<IActionResult> Answer(BulkOutcome outcome) => outcome.Refusal switch
    {
        null => RedirectToPage(new { id = Id }),
        BulkRefusal.NotFound => NotFound(),
        { } refusal => await Refuse(outcome.Ledger?.StableCode ?? BulkReport.CodeOf(refusal)),
    };

    private async Task<IActionResult> Refuse(string code)
    {
        ModelState.Clear();
        ModelState.Refuse("", Refusals.Words(code));
        return await OnGet();
    }
}

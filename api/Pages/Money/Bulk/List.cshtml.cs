using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Identity;
using Postmobile.Live;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money.Bulk;

/// <summary>The bulk payments of every account for which a person acts.</summary>
[Authorize(Policy = Policies.Customer)]
public sealed class ListModel(IGrainFactory grains) : PageModel
{
    private const int BatchesPerPage = 20;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<BulkBatch> Batches { get; private set; } = [];

    /// <summary>Where the next page begins, or null.</summary>
    public string? NextCursor { get; private set; }

    /// <summary>What this person follows: operators the post's payments, everybody else their own.</summary>
    public string Topic => User.IsOperator() ? Topics.For(Role.Operator, "bulk") : "person";

    /// <summary>Shows them.</summary>
    public async Task OnGet(string? cursor)
    {
        BulkPage page = await grains.GetGrain<IBulkPaymentsGrain>(0).List(User.BulkActor(), BatchesPerPage, cursor);
        (Batches, NextCursor) = (page.Batches, page.NextCursor);
    }
}

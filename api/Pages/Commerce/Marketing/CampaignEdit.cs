using Microsoft.AspNetCore.Mvc;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce.Marketing;

/// <summary>A page with the fields of a campaign.</summary>
public abstract class CampaignEditModel(IGrainFactory grains) : CampaignPage(grains)
{
    /// <summary>What was typed.</summary>
    [BindProperty]
    public CampaignForm Form { get; set; } = new();

    /// <summary>The shop's products.</summary>
    public IReadOnlyList<CampaignProduct> Choice { get; private set; } = [];

    /// <summary>The categories that these products lie in, from each one's root.</summary>
    public IReadOnlyList<Category> Places { get; private set; } = [];

    /// <summary>Reads what there is to choose.</summary>
    protected async Task Offer()
    {
        Choice = await Grains.GetGrain<ICampaignsGrain>(0).Products(Shop.Id);
        Places = [.. Choice.Select(product => product.Category).Concat(Form.Categories).Distinct()
            .SelectMany(code => Categories.Find(code)?.Path ?? []).Distinct().Select(code => Categories.Find(code)!)];
    }

    /// <summary>Says beside the field what is wrong with it.</summary>
    protected void Say(CampaignOutcome outcome)
    {
        if (outcome.Refusal is CampaignRefusal.Products)
        {
            ModelState.AddModelError("Form.Products", Refusals.Words("campaign_products"));
        }
        else if (outcome.Field is { } field)
        {
            Wrong(CampaignForm.Field(field));
        }
        else
        {
            ModelState.AddModelError("Form.Name", Refusals.Words(Api.Commerce.CampaignSentences.Code(outcome.Refusal!.Value)));
        }
    }

    /// <summary>One field cannot be accepted.</summary>
    protected void Wrong(string field) => ModelState.AddModelError("Form." + field, "marketing.error." + field);
}

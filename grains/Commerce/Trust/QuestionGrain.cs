using Postmobile.Documents;
using Postmobile.Identity;
using Postmobile.Live;

namespace Postmobile.Commerce;

/// <inheritdoc cref="IQuestionGrain"/>
[GrainType("commerce.question")]
internal sealed class QuestionGrain([PersistentState("commerce.question")] IPersistentState<Document<QuestionState>> document, TrustDatabase database)
    : DurableGrain<QuestionState>(document), IQuestionGrain
{
    private const string TellKind = "tell";
    private const string QueueKind = "queue";
    private const int AnswersMax = 30;

    private string Key => this.GetPrimaryKeyString();

    private bool IsThere => State.Product.Length > 0;

    public async Task<QuestionOutcome> Ask(ProductId product, CustomerId by, string text)
    {
        if (IsThere)
        {
            return Answer();
        }

        if (TrustRules.Words(text, 5, TrustRules.WordsMax) is not { } words)
        {
            return TrustRefusal.WordsInvalid;
        }

        if (await GrainFactory.GetGrain<IProductGrain>(product.Value).Look() is not { Status: ProductStatus.Published } known)
        {
            return TrustRefusal.NotFound;
        }

        string name = await Name(by);
        State = new QuestionState
        {
            Product = product.Value, Shop = known.Shop.Value, By = by.Value, Name = name, Text = words, AtMs = Clock.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        Send(TellKind, new Telling("question.asked", IsForShop: true));
        await Save();
        return Answer();
    }

    public async Task<QuestionOutcome> Answer(CustomerId by, string text)
    {
        if (!IsThere || State.Flags.Withheld)
        {
            return TrustRefusal.NotFound;
        }

        if (TrustRules.Words(text, 2, TrustRules.WordsMax) is not { } words)
        {
            return TrustRefusal.WordsInvalid;
        }

        Shop? shop = await GrainFactory.GetGrain<IShopGrain>(State.Shop).Look();
        bool isShop = Employs(shop, by);
        if (!isShop && !await HasReceived(by))
        {
            return TrustRefusal.AnswerNotYours;
        }

        string name = isShop ? shop!.Name : await Name(by);
        if (State.Answers.Count >= AnswersMax && State.Answers.All(one => one.By != by.Value))
        {
            return TrustRefusal.ListFull;
        }

        if (!State.Answers.Any(one => one.By == by.Value && one.Text == words))
        {
            State = State with
            {
                Answers = [.. State.Answers.Where(one => one.By != by.Value), new AnswerState(by.Value, name, isShop, words, Clock.GetUtcNow().ToUnixTimeMilliseconds())],
            };
            Send(TellKind, new Telling("question.answered", IsForShop: false));
            await Save();
        }

        return Answer();
    }

    public async Task<QuestionOutcome> Report(CustomerId by, string reason)
    {
        if (!IsThere)
        {
            return TrustRefusal.NotFound;
        }

        (FlagsState flags, TrustRefusal? refusal) = TrustRules.Report(State.Flags, State.By, by, reason, Clock.GetUtcNow());
        return refusal is { } no ? no : await Flag(flags);
    }

    public async Task<QuestionOutcome> Decide(CustomerId by, bool withhold, string reason)
    {
        if (!IsThere)
        {
            return TrustRefusal.NotFound;
        }

        if (by.Value == State.By || State.Answers.Any(one => one.By == by.Value) || Employs(await GrainFactory.GetGrain<IShopGrain>(State.Shop).Look(), by))
        {
            return TrustRefusal.OwnCase;
        }

        (FlagsState flags, TrustRefusal? refusal) = TrustRules.Decide(State.Flags, withhold, reason);
        if (refusal is { } no)
        {
            return no;
        }

        Record(by.Value, withhold ? "question.withhold" : "question.show", flags.Reason);
        return await Flag(flags);
    }

    protected override Task Deliver(OutboxItem item) => item.Kind switch
    {
        TellKind => Tell(item.Read<Telling>()),
        QueueKind => GrainFactory.TellModerators(Notice("words.reported")),
        _ => base.Deliver(item),
    };

    private async Task<QuestionOutcome> Flag(FlagsState flags)
    {
        if (flags != State.Flags)
        {
            State = State with { Flags = flags };
            Send(QueueKind, Key);
            await Save();
        }

        return Answer();
    }

    private async Task<bool> HasReceived(CustomerId person)
    {
        var product = new ProductId(State.Product);
        return await database.Received(person, product) is { } order
            && TrustRules.HasReceived(await GrainFactory.GetGrain<IOrderGrain>(order.Value).Look(), person, product);
    }

    private async Task<string> Name(CustomerId person) => TrustRules.ShownName((await GrainFactory.GetGrain<ICustomerGrain>(person.Value).Look())?.Name ?? "");

    private static bool Employs(Shop? shop, CustomerId person) => shop?.Employs(person, ShopRole.Manager, ShopRole.Packer, ShopRole.Cataloguer) == true;

    private Task Tell(Telling telling)
    {
        if (telling.IsForShop)
        {
            return GrainFactory.TellShop(new ShopId(State.Shop), Notice(telling.Kind));
        }

        return GrainFactory.Topic(Topics.Of(new CustomerId(State.By))).Tell(Notice(telling.Kind));
    }

    private Notice Notice(string kind) => new() { Kind = kind, Subject = State.Product, At = Clock.GetUtcNow() };

    private QuestionOutcome Answer() => new(State.View(Key), null);

    internal sealed record Telling(string Kind, bool IsForShop);
}

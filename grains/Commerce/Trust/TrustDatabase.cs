using System.Text.Json;
using Npgsql;
using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>Reads what buyers say from the rows that their grains wrote.</summary>
internal sealed class TrustDatabase(NpgsqlDataSource database)
{
    private const string RatingSql = """
        select coalesce(sum((body #>> '{state,stars}')::int) filter (where not (body #>> '{state,flags,withheld}')::boolean), 0)::int,
               (count(*) filter (where not (body #>> '{state,flags,withheld}')::boolean))::int, coalesce(sum(version), 0)::bigint
        from document where type = 'commerce.review' and body #>> '{state,product}' = $1
        """;

    private const string ReceivedSql = """
        select id from document
        where type = 'commerce.order' and body #>> '{state,buyer}' = $1 and body #>> '{state,deliveredAtMs}' is not null
          and exists (select from jsonb_array_elements(body #> '{state,placement,lines}') line where line #>> '{product,value}' = $2)
        order by (body #>> '{state,placedAtMs}')::bigint desc, id desc limit 1
        """;

    private const string ReviewsSql = """
        select id, body -> 'state' from document
        where type = 'commerce.review' and body #>> '{state,product}' = $1 and not (body #>> '{state,flags,withheld}')::boolean
          and ((body #>> '{state,atMs}')::bigint, id) < ($2, $3)
        order by (body #>> '{state,atMs}')::bigint desc, id desc limit $4
        """;

    private const string StarsSql = """
        select (body #>> '{state,stars}')::int, count(*)::int from document
        where type = 'commerce.review' and body #>> '{state,product}' = $1 and not (body #>> '{state,flags,withheld}')::boolean group by 1
        """;

    private const string QuestionsSql = """
        select id, body -> 'state' from document
        where type = 'commerce.question' and body #>> '{state,product}' = $1 and not (body #>> '{state,flags,withheld}')::boolean
        order by (body #>> '{state,atMs}')::bigint desc, id desc limit 50
        """;

    private const string QueueSql = """
        (select id, body -> 'state', (body #>> '{state,flags,openAtMs}')::bigint as since from document
         where type = 'commerce.review' and body #>> '{state,flags,openAtMs}' is not null order by since limit 100)
        union all
        (select id, body -> 'state', (body #>> '{state,flags,openAtMs}')::bigint from document
         where type = 'commerce.question' and body #>> '{state,flags,openAtMs}' is not null order by 3 limit 100)
        order by since limit 100
        """;

    // An order that the buyer called off before the shop answered says nothing of the shop; what is sent in exchange was not accepted in time by anybody.
    private const string ScoreSql = """
        with recent as (
            select body #>> '{state,status}' as status, body #>> '{state,deliveredAtMs}' as delivered, body #> '{state,events}' as events, body #>> '{state,placement,exchange,order}' is not null as exchange
            from document where type = 'commerce.order' and body #>> '{state,shop}' = $1 and (body #>> '{state,placedAtMs}')::bigint >= $2
        ), told as (
            select status, delivered, exchange, events @> '[{"status":"accepted"}]' as accepted,
                   events @> '[{"status":"returning"}]' or status = 'returned' as returned, events @> '[{"status":"disputed"}]' as disputed from recent
        )
        select (count(*) filter (where not exchange and (accepted or status in ('expired', 'refused'))))::int, (count(*) filter (where not exchange and accepted))::int,
               (count(*) filter (where delivered is not null))::int, (count(*) filter (where returned))::int, (count(*) filter (where disputed))::int,
               (select count(*) from document where type = 'commerce.review' and body #>> '{state,shop}' = $1 and not (body #>> '{state,flags,withheld}')::boolean)::int,
               (select coalesce(sum((body #>> '{state,stars}')::int), 0) from document where type = 'commerce.review' and body #>> '{state,shop}' = $1 and not (body #>> '{state,flags,withheld}')::boolean)::int
        from told
        """;

    /// <summary>The sum of a product's stars, how many reviews, and a number that grows with each change of one.</summary>
    public async Task<(int Stars, int Reviews, long Version)> Rating(ProductId product)
    {
        await using NpgsqlCommand command = database.CreateCommand(RatingSql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = product.Value });
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return (row.GetInt32(0), row.GetInt32(1), row.GetInt64(2));
    }

    /// <summary>The newest order with which somebody has received a product.</summary>
    public async Task<OrderId?> Received(CustomerId person, ProductId product)
    {
        await using NpgsqlCommand command = database.CreateCommand(ReceivedSql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = person.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = product.Value });
        return OrderId.TryParse(await command.ExecuteScalarAsync() as string, out OrderId order) ? order : null;
    }

    /// <summary>Reviews after a time and id, newest first.</summary>
    public async Task<IReadOnlyList<Review>> Reviews(ProductId product, long beforeMs, string beforeId, int limit)
    {
        await using NpgsqlCommand command = database.CreateCommand(ReviewsSql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = product.Value });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = beforeMs });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = beforeId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        var reviews = new List<Review>();
        while (await row.ReadAsync())
        {
            reviews.Add(Read<ReviewState>(row, 1).View(row.GetString(0))!);
        }

        return reviews;
    }

    /// <summary>How many reviews of one star, of two, up to five.</summary>
    public async Task<IReadOnlyList<int>> ByStars(ProductId product)
    {
        await using NpgsqlCommand command = database.CreateCommand(StarsSql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = product.Value });
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        int[] counts = new int[5];
        while (await row.ReadAsync())
        {
            counts[row.GetInt32(0) - 1] = row.GetInt32(1);
        }

        return counts;
    }

    /// <summary>Questions about a product, newest first.</summary>
    public async Task<IReadOnlyList<Question>> Questions(ProductId product)
    {
        await using NpgsqlCommand command = database.CreateCommand(QuestionsSql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = product.Value });
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        var questions = new List<Question>();
        while (await row.ReadAsync())
        {
            questions.Add(Read<QuestionState>(row, 1).View(row.GetString(0))!);
        }

        return questions;
    }

    /// <summary>What was reported, oldest first.</summary>
    public async Task<IReadOnlyList<FlaggedWords>> Queue()
    {
        await using NpgsqlCommand command = database.CreateCommand(QueueSql);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        var queue = new List<FlaggedWords>();
        while (await row.ReadAsync())
        {
            string id = row.GetString(0);
            (string product, string name, string text, FlagsState flags) = id[0] == 'r'
                ? Read<ReviewState>(row, 1) is var review ? (review.Product, review.Name, $"{new string('★', review.Stars)} {review.Text}".Trim() + After(review.Answer), review.Flags) : default
                : Read<QuestionState>(row, 1) is var question ? (question.Product, question.Name, question.Text + string.Concat(question.Answers.Select(one => After(one.Text))), question.Flags) : default;
            queue.Add(new FlaggedWords
            {
                Id = id,
                Product = new ProductId(product),
                Name = name,
                Text = text,
                Reasons = [.. flags.Reports.Select(report => report.Reason)],
                Since = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
                Withheld = flags.Withheld,
            });
        }

        return queue;
    }

    /// <summary>How a shop has served its buyers since a moment.</summary>
    public async Task<ShopScore> Score(ShopId shop, DateTimeOffset since)
    {
        await using NpgsqlCommand command = database.CreateCommand(ScoreSql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = shop.Value });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = since.ToUnixTimeMilliseconds() });
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return new ShopScore
        {
            Orders = row.GetInt32(0),
            Accepted = row.GetInt32(1),
            Received = row.GetInt32(2),
            Returned = row.GetInt32(3),
            Disputed = row.GetInt32(4),
            Reviews = row.GetInt32(5),
            Stars = row.GetInt32(6),
        };
    }

    private static string After(string? answer) => answer is null ? "" : "\n— " + answer;

    private static TState Read<TState>(NpgsqlDataReader row, int column) => JsonSerializer.Deserialize<TState>(row.GetString(column), DocumentSerializer.Options)!;
}

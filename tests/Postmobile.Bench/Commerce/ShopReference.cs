using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;
using Postmobile.Bench.Money;
using Postmobile.Silo.PostgreSql;

namespace Postmobile.Bench.Commerce;

/// <summary>
/// The checkout that a person would write instead: one function, one transaction, row locks in order; it sells the goods, debits the
/// buyer, and inserts order, line and payment. It holds nothing for a quarter of an hour, asks no prices and tells nobody.
/// </summary>
internal sealed class ShopReference(PrivatePostgres server, CpuMeter cpu, int shops, int products)
{
    private const string DatabaseName = "shop_reference";
    private const int Buyers = 2_000;

    private const string Schema =
        """
        create table wallet (id bigint primary key, balance bigint not null check (balance >= 0)) with (fillfactor = 80);
        create table product (id bigint primary key, shop int not null, price bigint not null, stock int not null check (stock >= 0)) with (fillfactor = 80);
        create table orders (id uuid primary key, checkout uuid not null, buyer bigint not null, shop int not null, status smallint not null, goods bigint not null,
            delivery bigint not null, escrow bigint not null, placed_at timestamptz not null default now());
        create index orders_shop on orders (shop, status, placed_at);
        create index orders_buyer on orders (buyer, placed_at);
        create table order_line (order_id uuid not null, product bigint not null, quantity int not null, price bigint not null, primary key (order_id, product));
        create table payment (id uuid not null, leg smallint not null, payer bigint not null, order_id uuid not null, amount bigint not null, at timestamptz not null default now(), primary key (id, leg));
        create index payment_payer on payment (payer, at);
        create function check_out(p_checkout uuid, p_buyer bigint, p_products bigint[]) returns bigint language plpgsql as $$
        declare
            item record;
            one uuid;
            total bigint := 0;
            place smallint := 0;
        begin
            for item in select id, shop, price, stock from product where id = any(p_products) order by id for update loop
                if item.stock < 1 then
                    raise exception 'out of stock';
                end if;
                update product set stock = stock - 1 where id = item.id;
                one := gen_random_uuid();
                insert into orders (id, checkout, buyer, shop, status, goods, delivery, escrow) values (one, p_checkout, p_buyer, item.shop, 2, item.price, 1500, item.price + 1500);
                insert into order_line values (one, item.id, 1, item.price);
                insert into payment (id, leg, payer, order_id, amount) values (p_checkout, place, p_buyer, one, item.price + 1500);
                place := place + 1;
                total := total + item.price + 1500;
            end loop;
            update wallet set balance = balance - total where id = p_buyer;
            return total;
        end $$;
        """;

    private static readonly int[] s_clients = [8, 16, 32];

    public async Task<ShopRun[]> Run(TimeSpan length, CancellationToken stop)
    {
        await using (NpgsqlDataSource postgres = NpgsqlDataSource.Create(server.ConnectionStringFor("postgres")))
        {
            await using NpgsqlCommand create = postgres.CreateCommand("create database " + DatabaseName);
            await create.ExecuteNonQueryAsync(stop);
        }

        await using NpgsqlDataSource database = NpgsqlDataSource.Create(server.ConnectionStringFor(DatabaseName) + ";Max Auto Prepare=8;Maximum Pool Size=64");
        await using (NpgsqlCommand schema = database.CreateCommand(Schema))
        {
            await schema.ExecuteNonQueryAsync(stop);
        }

        await using (NpgsqlCommand fill = database.CreateCommand(
            """
            insert into wallet select n, 1000000000000 from generate_series(1, $1) n;
            """))
        {
            fill.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Buyers });
            await fill.ExecuteNonQueryAsync(stop);
        }

        await using (NpgsqlCommand goods = database.CreateCommand("insert into product select s * 1000 + p, s, 1000, 100000000 from generate_series(1, $1) s, generate_series(1, $2) p"))
        {
            goods.Parameters.Add(new NpgsqlParameter<int> { TypedValue = shops });
            goods.Parameters.Add(new NpgsqlParameter<int> { TypedValue = products });
            await goods.ExecuteNonQueryAsync(stop);
        }

        return [await Best(database, "random", hot: false, length, stop), await Best(database, "hot", hot: true, length, stop)];
    }

    private async Task<ShopRun> Best(NpgsqlDataSource database, string title, bool hot, TimeSpan length, CancellationToken stop)
    {
        ShopRun? best = null;
        foreach (int clients in s_clients)
        {
            ShopRun run = await Run(database, $"{title}, {clients} clients", hot, clients, length, stop);
            Console.WriteLine($"rows    {run.Title,-22} {run.PerSecond,8:N0}/s   p50 {run.P50Ms,6:N1} ms   p99 {run.P99Ms,6:N1} ms");
            best = best is null || run.PerSecond > best.PerSecond ? run : best;
        }

        return best!;
    }

    private async Task<ShopRun> Run(NpgsqlDataSource database, string title, bool hot, int clients, TimeSpan length, CancellationToken stop)
    {
        var times = new ConcurrentBag<double>();
        (double ours, double theirs) = cpu.Read();
        long began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(began) < length)
            {
                long since = Stopwatch.GetTimestamp();
                await Buy(database, hot, stop);
                times.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
            }
        }, stop)));
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        (double oursAfter, double theirsAfter) = cpu.Read();
        double[] sorted = [.. times.Order()];
        return new ShopRun(
            title, sorted.Length / seconds, sorted[sorted.Length / 2], sorted[Math.Min(sorted.Length - 1, sorted.Length * 99 / 100)],
            (oursAfter - ours) * 1_000 / sorted.Length, (theirsAfter - theirs) * 1_000 / sorted.Length);
    }

    private async Task Buy(NpgsqlDataSource database, bool hot, CancellationToken stop)
    {
        int first = Random.Shared.Next(shops);
        long[] goods = [.. Enumerable.Range(0, CheckoutLoad.Parcels).Select(parcel => hot ? ((parcel + 1) * 1000L) + 1 : ((((first + parcel) % shops) + 1) * 1000L) + Random.Shared.Next(1, products + 1))];
        await using NpgsqlCommand command = database.CreateCommand("select check_out($1, $2, $3)");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7() });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Random.Shared.Next(1, Buyers + 1) });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint, Value = goods });
        await command.ExecuteScalarAsync(stop);
    }
}

using System.Text;
using CsCheck;
using Postmobile.Money;
using Xunit;

namespace Postmobile.Tests.Money.Attacks;

/// <summary>The pure rules of money, tried with whatever chance brings.</summary>
public sealed class MoneyRulesTests
{
    private static readonly Gen<AccountId> s_account = Gen.Long[1, 999_999_999_999].Select(value => new AccountId(value));

    [Fact]
    public void A_charge_lies_between_its_bounds_never_falls_with_the_amount_and_is_never_less_than_its_share() =>
        Gen.Select(Gen.Long[1, PaymentRules.AmountMax], Gen.Long[0, 1_000_000], Gen.Int[0, 10_000], Gen.Long[0, 500], Gen.Long[0, 100_000], Gen.Int[0, 10_000])
            .Sample((amount, more, share, least, span, taxShare) =>
            {
                TariffTable table = Table(share, least, least + span, taxShare);
                (long fee, long tax, _) = table.Charge(PostingKind.Transfer, 1, amount);
                Assert.InRange(fee, least, least + span);
                Assert.True(fee == least + span || (Int128)fee * 10_000 >= (Int128)amount * share);
                Assert.True(fee == least || (Int128)(fee - 1) * 10_000 < (Int128)amount * share);
                Assert.InRange(tax * 10_000L - fee * taxShare, -5_000, 5_000);
                (long larger, long largerTax, _) = table.Charge(PostingKind.Transfer, 1, amount + more);
                Assert.True(larger >= fee && largerTax >= tax);
            });

    [Fact]
    public void What_a_plan_takes_is_what_arrives_and_what_is_charged() =>
        Gen.Select(s_account, s_account, Gen.Long[1, PaymentRules.AmountMax], Gen.Int[0, 1_000]).Sample((payer, payee, amount, share) =>
        {
            TariffTable table = Table(share, 0, null, 1_890);
            TransferRequest request = new() { Key = "k", Payee = payee, Amount = amount, MoreLegs = [new TransferLeg(PostAccounts.Commissions, 3, PostingKind.Transfer)] };
            Payment plan = PaymentRules.Plan(payer, request, new MoneyOptions());
            Payment payment = PaymentRules.Charge(plan, table, tier: 1);
            (long fee, long tax, _) = payer.Value < AccountId.FirstAllocated ? default : table.Charge(PostingKind.Transfer, 1, amount);
            Assert.Equal(amount + 3 + fee + tax, payment.Total);
            Assert.All(payment.Legs, leg => Assert.True(leg.Amount > 0));
            Assert.Equal((fee, tax), (payment.Sum(PostingKind.Fee), payment.Sum(PostingKind.Tax)));
            Assert.Equal(payment.RequestHash, plan.RequestHash);
            Assert.Same(plan, PaymentRules.Charge(plan, TariffTable.Free, tier: 1));
        });

    private static TariffTable Table(int share, long least, long? most, int taxShare) => new(
    [
        new() { Operation = PostingKind.Transfer, Charge = ChargeKind.Fee, BasisPoints = share, Min = least, Max = most },
        new() { Operation = PostingKind.Transfer, Charge = ChargeKind.TaxOnFee, BasisPoints = taxShare },
    ]);

    [Fact]
    public void Requests_that_differ_in_anything_that_matters_have_another_hash() =>
        Gen.Select(s_account, Gen.Long[1, 1_000_000], Gen.String[0, 140], Gen.Int[0, 4]).Sample((payee, amount, note, change) =>
        {
            long Hash(AccountId to, long much, PostingKind kind, string? text, TransferLeg[]? more) => Payment.Hash(kind, to, much, Currency.XAF, text, more);
            long hash = Hash(payee, amount, PostingKind.Transfer, note, null);
            Assert.Equal(hash, Hash(payee, amount, PostingKind.Transfer, note, []));
            Assert.NotEqual(hash, change switch
            {
                0 => Hash(new AccountId(payee.Value + 1), amount, PostingKind.Transfer, note, null),
                1 => Hash(payee, amount + 1, PostingKind.Transfer, note, null),
                2 => Hash(payee, amount, PostingKind.CashOut, note, null),
                3 => Hash(payee, amount, PostingKind.Transfer, note + "x", null),
                _ => Hash(payee, amount, PostingKind.Transfer, note, [new TransferLeg(PostAccounts.Commissions, 1, PostingKind.Transfer)]),
            });
        });

    [Fact]
    public void Amounts_that_are_not_positive_or_overflow_are_refused_in_every_leg() =>
        Gen.Select(Gen.Long, Gen.Bool).Sample((amount, further) =>
        {
            TransferRequest request = new()
            {
                Key = "k",
                Payee = new AccountId(2),
                Amount = further ? 1 : amount,
                MoreLegs = further ? [new TransferLeg(new AccountId(3), amount, PostingKind.Transfer)] : null,
            };
            RefusalCode? wrong = PaymentRules.Check(new AccountId(1), request);
            Assert.Equal(amount <= 0 ? RefusalCode.AmountNotPositive : amount > PaymentRules.AmountMax ? RefusalCode.OperationNotAllowed : null, wrong);
        });

    [Fact]
    public void A_note_that_is_taken_can_be_stored_and_read_back() =>
        Gen.String[Gen.Char, 0, 150].Sample(note =>
        {
            bool valid = PaymentRules.ValidNote(note);
            bool stored = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(note)) == note;
            Assert.Equal(note.Length <= PaymentRules.NoteMax && stored && !note.Any(char.IsControl), valid);
        });

    [Fact]
    public void A_number_is_read_back_however_it_is_spaced() =>
        s_account.Sample(account =>
        {
            Assert.True(AccountId.TryParse(account.Number, out AccountId read));
            Assert.Equal(account, read);
            Assert.True(AccountId.TryParse(account.Number.Replace(' ', '-') + " ", out read));
            Assert.Equal(account, read);
        });

    [Fact]
    public void A_wrong_digit_or_two_exchanged_ones_are_noticed() =>
        Gen.Select(s_account, Gen.Int[0, 30], Gen.Int[1, 9], Gen.Bool).Sample((account, where, by, exchange) =>
        {
            char[] digits = account.Number.Replace(" ", "", StringComparison.Ordinal).ToCharArray();
            int at = where % (digits.Length - 1);
            if (exchange)
            {
                (digits[at], digits[at + 1]) = (digits[at + 1], digits[at]);
            }
            else
            {
                digits[at] = (char)('0' + (digits[at] - '0' + by) % 10);
            }

            string wrong = new(digits);
            Assert.Equal(wrong == account.Number.Replace(" ", "", StringComparison.Ordinal), AccountId.TryParse(wrong, out _));
        });

    [Fact]
    public void A_transfer_is_named_by_payer_and_key_and_read_back() =>
        Gen.Select(s_account, s_account, Gen.String[1, 255], Gen.String[1, 255]).Sample((payer, other, key, another) =>
        {
            TransferId id = TransferId.From(payer, key);
            Assert.Equal(id, TransferId.From(payer, key));
            Assert.True(TransferId.TryParse(id.ToString(), out TransferId read));
            Assert.Equal(id, read);
            Assert.Equal(key == another, id == TransferId.From(payer, another));
            Assert.Equal(payer == other, id.Key == TransferId.From(other, key).Key);
        });

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("-1-00000000000000000000000000000000")]
    [InlineData("1-0000000000000000000000000000000")]
    [InlineData("x-00000000000000000000000000000000")]
    public void What_is_no_transfer_is_not_read(string text) => Assert.False(TransferId.TryParse(text, out _));

    [Fact]
    public void A_masked_name_is_whole_text_and_hides_all_but_the_first_word() =>
        Gen.String[Gen.OneOf(Gen.Char['a', 'e'], Gen.Const(' '), Gen.Const('é'), Gen.Const('\ud83d'), Gen.Const('\ude00')), 0, 20].Where(Whole).Sample(name =>
        {
            string masked = Masking.Name(name);
            Assert.True(Whole(masked));
            string[] words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.True(words.Length < 2 ? masked == string.Concat(words) : masked.StartsWith(words[0] + " ", StringComparison.Ordinal) && masked.EndsWith('.'));
            Assert.True(masked.Length <= (words.Length == 0 ? 0 : words[0].Length + 4));
        });

    [Fact]
    public void A_masked_telephone_of_the_country_hides_five_digits() =>
        Gen.Int[0, 99_999_999].Sample(number =>
        {
            string phone = $"+2420{number:D8}";
            string masked = Masking.Phone(phone);
            Assert.Equal(5, masked.Count(c => c == '•'));
            Assert.Equal((phone[..4], phone[^2..]), (masked[..4], masked[^2..]));
            Assert.DoesNotContain(phone[6..^2], masked, StringComparison.Ordinal);
        });

    [Fact]
    public void A_snapshot_sees_what_had_ended_and_nothing_else() =>
        Gen.Select(Gen.ULong[3, 1_000], Gen.ULong[0, 40], Gen.ULong[0, 39].Array[0, 10], Gen.ULong[0, 2_000]).Sample((min, span, offsets, transaction) =>
        {
            ulong max = min + span;
            ulong[] running = [.. offsets.Select(offset => min + offset).Where(number => number < max).Distinct().Order()];
            Snapshot snapshot = Snapshot.Parse(Guid.Empty, $"{min}:{max}:{string.Join(',', running)}");
            Assert.Equal(transaction < max && !running.Contains(transaction), snapshot.Sees(transaction));
        });

    private static bool Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;
}

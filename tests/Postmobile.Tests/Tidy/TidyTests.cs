using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Postmobile.Tests.Tidy;

/// <summary>The habits of this code that a compiler does not know.</summary>
public sealed partial class TidyTests
{
    private const int LongestMethod = 70;
    private const int LongestFile = 350;

    private static readonly string[] FoldersByKind = ["Helpers", "Services", "Managers", "Models", "Common", "Utils", "Interfaces", "Entities"];

    /// <summary>Each project with the ones it may refer to: the arrows point one way.</summary>
    private static readonly Dictionary<string, string[]> Arrows = new(StringComparer.Ordinal)
    {
        ["grains.interfaces"] = [],
        ["grains"] = ["grains.interfaces"],
        ["silo"] = ["grains", "grains.interfaces"],
        ["api"] = ["grains.interfaces", "silo"],
    };

    [Fact]
    public void Projects_refer_only_along_the_arrows()
    {
        foreach (var (project, allowed) in Arrows)
        {
            var file = Directory.GetFiles(Path.Combine(Sources.Root, project), "*.csproj").Single();
            var references = ProjectReference().Matches(File.ReadAllText(file)).Select(match => match.Groups["folder"].Value);
            Assert.Empty(references.Except(allowed).Select(reference => $"{project} must not refer to {reference}"));
        }
    }

    /// <summary>
    /// The silo brings the grains along, so a project reference alone does not keep the front door from reaching past
    /// the interfaces. The compiler names in an assembly those that it really uses.
    /// </summary>
    [Fact]
    public void The_front_door_knows_no_grain_but_by_its_interface() => Assert.DoesNotContain(
        Assembly.Load("Postmobile.Api").GetReferencedAssemblies(), reference => reference.Name == "Postmobile.Grains");

    [Fact]
    public void The_front_door_uses_of_the_silo_what_it_is_hosted_by()
    {
        Assert.Empty(
            from path in Sources.Production.Where(path => path.StartsWith("api/", StringComparison.Ordinal))
            from Match match in UsingSilo().Matches(Sources.Read(path))
            where match.Groups["rest"].Value is not ("Hosting" or "PostgreSql" or "Keys")
            select $"{path}: {match.Value}");
    }

    [Fact]
    public void No_method_is_longer_than_seventy_lines() => Assert.Empty(
        from path in Sources.Production
        from method in Root(path).DescendantNodes().OfType<BaseMethodDeclarationSyntax>()
        let lines = LinesOf(method)
        where lines > LongestMethod
        select $"{path}: {(method as MethodDeclarationSyntax)?.Identifier.Text ?? "constructor"} has {lines} lines");

    [Fact]
    public void No_file_is_longer_than_a_person_reads_at_once() => Assert.Empty(
        from path in Sources.Production
        let lines = Sources.Read(path).Count(character => character == '\n')
        where lines > LongestFile
        select $"{path} has {lines} lines");

    [Fact]
    public void Time_comes_from_a_TimeProvider() => Assert.Empty(
        from path in Sources.Production
        from access in Root(path).DescendantNodes().OfType<MemberAccessExpressionSyntax>()
        where (access.Expression.ToString() is "DateTime" or "DateTimeOffset") && access.Name.Identifier.Text is "UtcNow" or "Now" or "Today"
        select $"{path}: {access}");

    [Fact]
    public void Nobody_blocks_on_a_task()
    {
        Assert.Empty(
            from path in Sources.Production
            from access in Root(path).DescendantNodes().OfType<MemberAccessExpressionSyntax>()
            let calls = access.Parent is InvocationExpressionSyntax
            where (access.Name.Identifier.Text == "GetResult" && access.Expression.ToString().EndsWith(".GetAwaiter()", StringComparison.Ordinal))
                || (access.Name.Identifier.Text == "Wait" && calls && ((InvocationExpressionSyntax)access.Parent!).ArgumentList.Arguments.Count == 0)
                || (access.Name.Identifier.Text == "Result" && !calls && LooksLikeATask(access.Expression))
            select $"{path}: {access}");
    }

    [Fact]
    public void There_are_no_regions() => Assert.Empty(
        from path in Sources.All
        where Root(path).DescendantTrivia().Any(trivia => trivia.IsKind(SyntaxKind.RegionDirectiveTrivia))
        select path);

    [Fact]
    public void Folders_are_named_for_domains() => Assert.DoesNotContain(
        Sources.All, path => path.Split(Path.DirectorySeparatorChar).Intersect(FoldersByKind).Any());

    /// <summary>The waker finds a grain by the name of its partition, so type, state and partition have one name.</summary>
    [Fact]
    public void Every_persistent_state_has_a_partition_and_is_named_for_its_grain()
    {
        var partitions = Postmobile.Silo.PostgreSql.DatabaseSchema.Scripts
            .SelectMany(script => Partition().Matches(script.Text).Select(match => match.Groups["type"].Value)).ToHashSet();
        var states =
            (from path in Sources.Production
             from type in Root(path).DescendantNodes().OfType<ClassDeclarationSyntax>()
             from state in type.DescendantNodes().OfType<AttributeSyntax>().Where(attribute => attribute.Name.ToString() == "PersistentState")
             select (path, State: FirstString(state), Grain: FirstString(type.AttributeLists.SelectMany(list => list.Attributes).FirstOrDefault(a => a.Name.ToString() == "GrainType")))).ToList();

        Assert.Empty(states.Where(state => !partitions.Contains(state.State)).Select(state => $"{state.path}: no partition for '{state.State}'"));
        Assert.Empty(states.Where(state => state.Grain != state.State).Select(state => $"{state.path}: grain type '{state.Grain}', state '{state.State}'"));
        Assert.Empty(states.GroupBy(state => state.State).Where(group => group.Count() > 1).Select(group => $"two grains keep '{group.Key}'"));
    }

    /// <summary>
    /// Messages and stored references name a grain by these strings, so that a class can move and be renamed. One string is one
    /// contract for ever.
    /// </summary>
    [Fact]
    public void Every_grain_interface_has_a_name_of_its_own_and_so_has_each_of_its_methods()
    {
        var interfaces = Contracts.OfType<InterfaceDeclarationSyntax>().ToList();
        Assert.NotEmpty(interfaces);
        Assert.Empty(interfaces
            .Where(contract => Argument(contract, "Alias") is not { } alias || Argument(contract, "GrainInterfaceType") != alias)
            .Select(contract => $"{contract.Identifier.Text}: Alias and GrainInterfaceType must be there and equal"));
        Assert.Empty(
            from contract in interfaces
            from method in contract.Members.OfType<MethodDeclarationSyntax>()
            where Argument(method, "Alias") is null
            select $"{contract.Identifier.Text}.{method.Identifier.Text} has no alias");
        Assert.Empty(
            from contract in interfaces
            from same in contract.Members.OfType<MethodDeclarationSyntax>().GroupBy(method => Argument(method, "Alias"))
            where same.Count() > 1
            select $"{contract.Identifier.Text} has two methods of the name '{same.Key}'");
    }

    [Fact]
    public void Every_contract_that_is_sent_has_an_alias_and_every_grain_a_type()
    {
        Assert.Empty(
            from type in Contracts.Where(type => Attribute(type, "GenerateSerializer") is not null)
            where Argument(type, "Alias") is null
            select $"{NameOf(type)} has no alias");
        Assert.Empty(
            from path in Sources.Production
            from type in Root(path).DescendantNodes().OfType<ClassDeclarationSyntax>()
            where !type.Modifiers.Any(SyntaxKind.AbstractKeyword)
                && type.BaseList?.Types.Any(parent => parent.Type.ToString() is "Grain" || parent.Type.ToString().StartsWith("DurableGrain<", StringComparison.Ordinal)) == true
                && Argument(type, "GrainType") is null
            select $"{path}: {type.Identifier.Text} has no grain type");
    }

    [Fact]
    public void Aliases_are_lower_case_and_used_once()
    {
        var aliases = Contracts.Select(type => (Name: NameOf(type), Alias: Argument(type, "Alias"))).Where(type => type.Alias is not null).ToList();
        Assert.Empty(aliases.Where(type => !LowerCase().IsMatch(type.Alias!)).Select(type => $"{type.Name}: {type.Alias}"));
        Assert.Empty(aliases.GroupBy(type => type.Alias).Where(same => same.Count() > 1)
            .Select(same => $"'{same.Key}' is {string.Join(" and ", same.Select(type => type.Name))}"));
        Assert.Empty(
            from type in Contracts
            from method in (type as TypeDeclarationSyntax)?.Members.OfType<MethodDeclarationSyntax>() ?? []
            where Argument(method, "Alias") is { } alias && !LowerCase().IsMatch(alias)
            select $"{NameOf(type)}.{method.Identifier.Text}: {Argument(method, "Alias")}");
    }

    /// <summary>What is true of one machine only has no place in the project.</summary>
    [Fact]
    public void No_file_names_a_folder_of_the_machine_it_was_written_on() => Assert.Empty(
        from path in Sources.Texts
        from Match match in HomeFolder().Matches(Sources.Read(path))
        select $"{path}: {match.Value}");

    [Fact]
    public void Every_decision_has_a_number_of_its_own()
    {
        var numbers = Directory.EnumerateFiles(Path.Combine(Sources.Root, "docs", "decisions"), "*.md").Select(path => Path.GetFileName(path)[..5]).ToList();
        Assert.All(numbers, number => Assert.Matches("^[0-9]{4}-$", number));
        Assert.Equal(numbers.Distinct(), numbers);
    }

    /// <summary>A page that leads nowhere is worse than none.</summary>
    [Fact]
    public void Links_between_the_pages_of_the_project_lead_somewhere() => Assert.Empty(
        from path in Sources.Texts.Where(path => path.EndsWith(".md", StringComparison.Ordinal))
        from Match match in Link().Matches(Sources.Read(path))
        let target = Path.Combine(Sources.Root, Path.GetDirectoryName(path)!, match.Groups["target"].Value)
        where !File.Exists(target) && !Directory.Exists(target)
        select $"{path}: {match.Groups["target"].Value}");

    /// <summary>Every type of the contracts, with those inside others.</summary>
    private static IEnumerable<BaseTypeDeclarationSyntax> Contracts =>
        from path in Sources.Production.Where(path => path.StartsWith("grains.interfaces/", StringComparison.Ordinal))
        from type in Root(path).DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
        where type is not InterfaceDeclarationSyntax contract || contract.BaseList?.Types.Any(IsGrain) == true
        select type;

    private static bool IsGrain(BaseTypeSyntax parent) =>
        parent.Type.ToString() is var name && (name.StartsWith("IGrainWith", StringComparison.Ordinal) || name is "IGrain" or "IWakeable");

    private static string NameOf(BaseTypeDeclarationSyntax type) => type.Identifier.Text;

    private static AttributeSyntax? Attribute(MemberDeclarationSyntax member, string name) =>
        member.AttributeLists.SelectMany(list => list.Attributes).FirstOrDefault(attribute => attribute.Name.ToString() == name);

    private static string? Argument(MemberDeclarationSyntax member, string name) => FirstString(Attribute(member, name));

    private static SyntaxNode Root(string path) => CSharpSyntaxTree.ParseText(Sources.Read(path)).GetRoot();

    private static int LinesOf(SyntaxNode node)
    {
        var span = node.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    /// <summary>Without a semantic model: a call of something asynchronous, or a name that says it is a task.</summary>
    private static bool LooksLikeATask(ExpressionSyntax expression) => expression switch
    {
        InvocationExpressionSyntax call => call.Expression.ToString().EndsWith("Async", StringComparison.Ordinal),
        IdentifierNameSyntax name => name.Identifier.Text.EndsWith("task", StringComparison.OrdinalIgnoreCase),
        MemberAccessExpressionSyntax member => member.Name.Identifier.Text is "Task" or "Completion",
        _ => false,
    };

    private static string? FirstString(AttributeSyntax? attribute) =>
        (attribute?.ArgumentList?.Arguments.FirstOrDefault()?.Expression as LiteralExpressionSyntax)?.Token.ValueText;

    [GeneratedRegex("""ProjectReference Include="\.\./(?<folder>[^/]+)/""")]
    private static partial Regex ProjectReference();

    [GeneratedRegex("""using (static )?Postmobile\.Silo\.?(?<rest>[A-Za-z]*)""")]
    private static partial Regex UsingSilo();

    [GeneratedRegex("""^[a-z0-9]+([._-][a-z0-9]+)*$""")]
    private static partial Regex LowerCase();

    [GeneratedRegex("""(?<![A-Za-z0-9_.~$}/])/(work|root|home/[a-z]+|Users/[A-Za-z]+)/[^\s"'`)]*""")]
    private static partial Regex HomeFolder();

    [GeneratedRegex("""\]\((?!https?:|#|mailto:)(?<target>[^)#\s]+)""")]
    private static partial Regex Link();

    [GeneratedRegex("""partition of document\s+for values in \('(?<type>[^']+)'\)""")]
    private static partial Regex Partition();
}

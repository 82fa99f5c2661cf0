namespace OmniHelix.Architecture.Tests;

/// <summary>Every file of the repository, tests and benchmarks too, can be read in one window from top to bottom.</summary>
public class CodeShapeTests
{
    /// <summary>Projects that still have wide lines. Delete a line when its project has none; add none.</summary>
    private static readonly string[] StillWide =
    [
        "src/OmniHelix.Cli",
    ];

    /// <summary>Projects that still have long parameter lists. Delete a line when its project has none; add none.</summary>
    private static readonly string[] StillManyParameters =
    [
    ];

    /// <summary>Projects that still hide statements in tuples. Delete a line when its project does not; add none.</summary>
    private static readonly string[] StillTuples =
    [
    ];

    public static TheoryData<string> Narrow => [.. Repository.AllProjects.Except(StillWide)];

    public static TheoryData<string> FewParameters => [.. Repository.AllProjects.Except(StillManyParameters)];

    public static TheoryData<string> OneStatementALine => [.. Repository.AllProjects.Except(StillTuples)];

    [Theory]
    [MemberData(nameof(Narrow))]
    public void NoLineRunsOutOfTheWindow(string project) => Assert.Empty(Found(project, CodeShape.WideLines));

    [Theory]
    [MemberData(nameof(FewParameters))]
    public void NoParameterListIsTooLongToRemember(string project) => Assert.Empty(Found(project, CodeShape.LongParameterLists));

    [Theory]
    [MemberData(nameof(OneStatementALine))]
    public void NoTupleStandsForSeveralStatements(string project) => Assert.Empty(Found(project, CodeShape.TuplesOfStatements));

    [Fact]
    public void ProjectsThatAreNotYetInOrderExist() =>
        Assert.All(StillWide.Concat(StillManyParameters).Concat(StillTuples), project => Assert.Contains(project, Repository.AllProjects));

    [Fact]
    public void WideLinesAreFoundWithTheirNumber()
    {
        var code = $"{new string('/', 140)}\n{new string('/', 141)}\r\n";
        Assert.Equal(["a.cs:2 has 141 columns; at most 140."], CodeShape.WideLines("a.cs", code));
    }

    [Fact]
    public void ParametersAreCountedOnMethodsRecordsDelegatesAndLocalFunctions()
    {
        const string eight = "(int a, int b, int c, int d, int e, int f, int g, int h)";
        const string seven = "(int a, int b, int c, int d, int e, int f, int g)";
        var code = $"record R{eight};\ndelegate void D{eight};\nclass C {{ void M{eight} {{\nvoid L{eight} {{ }} }}\nC{seven} {{ }} }}";
        var found = CodeShape.LongParameterLists("a.cs", code).ToList();
        Assert.Equal(4, found.Count);
        Assert.Equal("a.cs:1 takes 8 parameters; at most 7.", found[0]);
    }

    [Theory]
    [InlineData("(a, b, c) = (1, 2, 3);", true)]
    [InlineData("var (x, y, z) = (1, 2, 3);", true)]
    [InlineData("(a, b) = (b, a);", false)]
    [InlineData("var (x, y, z) = Three();", false)]
    public void TuplesOfThreeOrMoreAreFoundAndSwapsAreNot(string statement, bool isFound)
    {
        var code = $"class C {{ int a, b, c; (int, int, int) Three() => (1, 2, 3);\nvoid M() {{ {statement} }} }}";
        Assert.Equal(isFound ? 1 : 0, CodeShape.TuplesOfStatements("a.cs", code).Count());
    }

    [Fact]
    public void AConstructorInOneLineIsATupleOfStatements()
    {
        const string code = "class C { int a, b; public C(int a, int b) => (this.a, this.b) = (a, b); }";
        Assert.Equal(["a.cs:1 assigns 2 values in one tuple; write one statement for each."], CodeShape.TuplesOfStatements("a.cs", code));
    }

    private static List<string> Found(string project, Func<string, string, IEnumerable<string>> shape) =>
        [.. Repository.CodeOf(project).SelectMany(file => shape(Repository.Relative(file), File.ReadAllText(file)))];
}

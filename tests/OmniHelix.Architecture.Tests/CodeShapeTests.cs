namespace OmniHelix.Architecture.Tests;

/// <summary>Every file of the repository, tests and benchmarks too, can be read in one window from top to bottom.</summary>
public class CodeShapeTests
{
    public static TheoryData<string> Projects => [.. Repository.AllProjects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void NoLineRunsOutOfTheWindow(string project) => Assert.Empty(Found(project, CodeShape.WideLines));

    [Theory]
    [MemberData(nameof(Projects))]
    public void NoParameterListIsTooLongToRemember(string project) => Assert.Empty(Found(project, CodeShape.LongParameterLists));

    [Theory]
    [MemberData(nameof(Projects))]
    public void NoTupleStandsForSeveralStatements(string project) => Assert.Empty(Found(project, CodeShape.TuplesOfStatements));

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

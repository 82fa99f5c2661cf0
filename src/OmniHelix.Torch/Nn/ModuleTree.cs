using System.Text;

namespace OmniHelix.Torch.Nn;

/// <summary>A module as text: <see cref="Module.ToString"/>.</summary>
internal static class ModuleTree
{
    private const string Indent = "  ";

    public static string Write(Module module) => $"{Describe(module)}{Below(module, "\n" + Indent)}";

    private static string Describe(Module module)
    {
        var name = module.GetType().Name;
        var kind = name.IndexOf('`', StringComparison.Ordinal) is > 0 and var end ? name[..end] : name;
        var parameters = string.Join(
            ", ", Parameters(module).Select(entry => $"{entry.Name} [{string.Join(", ", entry.Value.Value.Shape)}]"));
        return parameters.Length == 0 ? kind : $"{kind}  {parameters}";
    }

    private static string Below(Module module, string newLine)
    {
        var children = Children(module).Select(child => (child.Name, Text: Describe(child.Value) + Below(child.Value, newLine + Indent)));
        var text = new StringBuilder();
        foreach (var alike in Runs([.. children]))
        {
            text.Append(newLine).Append(alike[0].Name);
            text.Append(alike.Count == 1 ? ": " : $"–{alike[^1].Name}: {alike.Count} × ").Append(alike[0].Text);
        }
        return text.ToString();
    }

    // What is registered without a name adds nothing to the names of its parameters, and no line here.
    private static IEnumerable<(string Name, Parameter Value)> Parameters(Module module) =>
        module.OwnParameters.Concat(module.Children.Where(child => child.Name.Length == 0).SelectMany(child => Parameters(child.Value)));

    private static IEnumerable<(string Name, Module Value)> Children(Module module) =>
        module.Children.SelectMany(child => child.Name.Length == 0 ? Children(child.Value) : [child]);

    // Neighbours of a list that look alike; others have names that tell something.
    private static IEnumerable<List<(string Name, string Text)>> Runs(List<(string Name, string Text)> children)
    {
        for (var first = 0; first < children.Count;)
        {
            List<(string Name, string Text)> alike = [children[first]];
            if (char.IsAsciiDigit(alike[0].Name[0]))
                alike.AddRange(children.Skip(first + 1).TakeWhile(child => child.Text == alike[0].Text));
            yield return alike;
            first += alike.Count;
        }
    }
}

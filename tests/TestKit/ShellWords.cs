using System.Text;

namespace OmniHelix.TestKit;

/// <summary>
/// A line of a shell, as far as examples and reference cases use it: words, quotes, pipes, and output that goes to a file.
/// </summary>
public static class ShellWords
{
    /// <summary>The words of each command between pipes.</summary>
    public static IReadOnlyList<string[]> CommandsOf(string line)
    {
        List<string[]> commands = [];
        List<string> words = [];
        foreach (var word in Words(line).Append("|"))
        {
            if (word == "|")
            {
                var redirection = words.IndexOf(">");
                commands.Add([.. redirection < 0 ? words : words[..redirection]]);
                words = [];
            }
            else
            {
                words.Add(word);
            }
        }
        return commands;
    }

    /// <summary>The words of one command; a comment has none.</summary>
    public static IEnumerable<string> Words(string line)
    {
        var word = new StringBuilder();
        var quote = '\0';
        var begun = false;
        var isEscaped = false;
        foreach (var letter in line)
        {
            if (isEscaped)
            {
                word.Append(letter);
                isEscaped = false;
                begun = true;
            }
            else if (letter == '\\' && quote != '\'')
            {
                isEscaped = true;
            }
            else if (letter == quote)
            {
                quote = '\0';
            }
            else if (quote == '\0' && letter is '\'' or '"')
            {
                quote = letter;
                begun = true;
            }
            else if (quote == '\0' && letter == '#' && !begun)
            {
                yield break;
            }
            else if (quote == '\0' && letter == ' ')
            {
                if (begun) yield return word.ToString();
                word.Clear();
                begun = false;
            }
            else
            {
                word.Append(letter);
                begun = true;
            }
        }
        if (begun) yield return word.ToString();
    }
}

// Before the first paint: the theme that was chosen on this machine. src/app/theme.ts keeps it.
try {
  const theme = localStorage.getItem('callflow.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Without storage the system's theme is used.
}
